/** Chooses one key of the vault, or none, as a reference. */
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'

interface VaultKeySelectProps {
  label: string
  help: string | undefined
  error: string | null
  /** What choosing none means. */
  none: string
  /** `vault:ID`; empty: none. */
  value: string
  onChange: (value: string) => void
}

export const VaultKeySelect = ({ label, help, error, none, value, onChange }: VaultKeySelectProps) => {
  const known = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: useMay('vault:list') })).data ?? []
  const options = [{ value: '', label: none }, ...known.map((key) => ({ value: `vault:${key.id}`, label: key.label }))]
  return (
    <Field label={label} help={help} error={error}>
      {({ id, 'aria-describedby': below }) => (
        <Select
          id={id}
          aria-describedby={below}
          form
          value={value}
          options={options.some((one) => one.value === value) ? options : [...options, { value, label: 'A key that is not to be seen' }]}
          onChange={onChange}
        />
      )}
    </Field>
  )
}
