/** As whom the callers of an issuer's tokens come in, and what they may do. */
import type { Policy } from '../../../shared/policy.ts'
import { consumerRoles } from '../../../shared/consumer.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { IssuerPartProps } from './issuer-draft.ts'
import { PairsField } from './pairs-field.tsx'
import { roleNames } from './role-names.ts'

const roleOptions = consumerRoles.map((value) => ({ value, label: roleNames[value] }))

export const IssuerCallerFields = ({ draft, errorOf, onChange, policy }: IssuerPartProps & { policy: Policy }) => {
  const consumers = policy.consumers.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <div className="grid grid-cols-2 items-start gap-4 p-4 pb-0">
      <TextField
        label="Claim that names the caller"
        mono
        value={draft.callerClaim}
        error={errorOf('callerClaim')}
        help="Inside others with dots: act.sub."
        onChange={(event) => onChange({ callerClaim: event.target.value })}
        autoComplete="off"
      />
      <Field
        label="Callers come in as"
        error={errorOf('others')}
        help={
          consumers.length === 0
            ? 'Add a consumer first that stands for them.'
            : 'Its role, scopes and networks hold. Limits count each caller.'
        }
      >
        {({ id, 'aria-describedby': below }) => (
          <Select
            id={id}
            aria-describedby={below}
            form
            value={draft.others}
            options={[{ value: '', label: 'Nobody but those below' }, ...consumers]}
            onChange={(others) => onChange({ others })}
          />
        )}
      </Field>
      <PairsField
        title="Callers that are a consumer of their own"
        help="Such as a machine that names itself in azp or client_id."
        item="caller"
        pairs={draft.callers}
        options={consumers}
        error={errorOf('callers')}
        onChange={(callers) => onChange({ callers })}
      />
      <TextField
        label="Claim that brings a role"
        mono
        placeholder="None"
        help="In the place of the consumer’s own, such as realm_access.roles."
        value={draft.roleClaim}
        error={errorOf('roleClaim')}
        onChange={(event) => onChange({ roleClaim: event.target.value })}
        autoComplete="off"
      />
      <TextField
        label="Claim that narrows scopes"
        mono
        placeholder="None"
        help="Such as scope. It never adds what the consumer may not do."
        value={draft.scopeClaim}
        error={errorOf('scopeClaim')}
        onChange={(event) => onChange({ scopeClaim: event.target.value })}
        autoComplete="off"
      />
      {draft.roleClaim.trim() !== '' && (
        <PairsField
          title="Roles by that claim"
          help="What it holds, and which role that is here. All else brings none."
          item="role"
          pairs={draft.roles}
          options={roleOptions}
          error={errorOf('roles')}
          onChange={(roles) => onChange({ roles })}
        />
      )}
    </div>
  )
}
