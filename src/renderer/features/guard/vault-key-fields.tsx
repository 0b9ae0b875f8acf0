/** Which key of the vault a route puts into its requests, and in which header. */
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { RouteDraft } from './route-draft.ts'

interface VaultKeyFieldsProps {
  draft: Pick<RouteDraft, 'vaultKey' | 'keyHeader'>
  onChange: (part: Partial<RouteDraft>) => void
  error: string | null
}

export const VaultKeyFields = ({ draft, onChange, error }: VaultKeyFieldsProps) => {
  const mayList = useMay('vault:list')
  const keys = useQuery(orpc.vault.list.queryOptions({ input: {}, enabled: mayList })).data ?? []
  if (!mayList) return null
  const options = [
    { value: '', label: 'None' },
    ...keys.map(({ id, label }) => ({ value: id, label })),
    ...(draft.vaultKey !== '' && !keys.some(({ id }) => id === draft.vaultKey)
      ? [{ value: draft.vaultKey, label: 'A key that is gone' }]
      : []),
  ]
  return (
    <>
      <Field label="Key of the vault put in" help="The service gets it; callers and this policy never hold it.">
        {({ id, 'aria-describedby': below }) => (
          <Select
            id={id}
            aria-describedby={below}
            form
            value={draft.vaultKey}
            options={options}
            onChange={(vaultKey) => onChange({ vaultKey })}
          />
        )}
      </Field>
      <TextField
        label="In the header"
        mono
        help={draft.keyHeader.trim().toLowerCase() === 'authorization' ? 'As a bearer token.' : 'As it is.'}
        value={draft.keyHeader}
        error={error}
        disabled={draft.vaultKey === ''}
        onChange={(event) => onChange({ keyHeader: event.target.value })}
        autoComplete="off"
      />
    </>
  )
}
