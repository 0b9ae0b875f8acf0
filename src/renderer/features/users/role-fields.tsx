/** A role with what it is for, and whether the password may open the vault. */
import { roleSentence } from '../../../shared/permission-words.ts'
import { roleMay, roles, type Role } from '../../../shared/permissions.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'

export interface RoleChoice {
  role: Role
  opensVault: boolean
}

interface RoleFieldsProps {
  value: RoleChoice
  onChange: (value: RoleChoice) => void
  /** Whether the master key lies in key slots now. */
  slotsUsed: boolean
}

const options = roles.map((value) => ({ value, label: value }))

/** Who may reveal keys may open the vault, unless said otherwise. */
export const usualChoice = (role: Role): RoleChoice => ({ role, opensVault: roleMay(role, 'vault:reveal') })

export const RoleFields = ({ value, onChange, slotsUsed }: RoleFieldsProps) => (
  <>
    <Field label="Role" help={roleSentence(value.role)}>
      {(wiring) => <Select {...wiring} form value={value.role} options={options} onChange={(role) => onChange(usualChoice(role))} />}
    </Field>
    <div className="grid gap-1">
      <Checkbox checked={value.opensVault} onChange={(opensVault) => onChange({ ...value, opensVault })}>
        Their password may open the vault
      </Checkbox>
      <p className="pl-6 text-small text-2">
        {slotsUsed
          ? 'After a restart the vault is sealed until somebody who may opens it by signing in. This gives no right to see a key.'
          : 'The vault opens by itself now. It would count if the master key were moved into key slots. This gives no right to see a key.'}
      </p>
    </div>
  </>
)
