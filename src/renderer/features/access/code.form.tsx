/** Sign-in, second step: the six digits of the authenticator. */
import type { SessionGrant } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { useCodeEntry } from './use-code-entry.ts'

interface CodeFormProps {
  ticket: string
  onSignedIn: (grant: SessionGrant) => Promise<void>
  onExpired: () => void
  onBackup: () => void
  onBack: () => void
}

export const CodeForm = ({ ticket, onSignedIn, onExpired, onBackup, onBack }: CodeFormProps) => {
  const entry = useCodeEntry({
    send: async (code) => onSignedIn(await client.access.submitCode({ ticket, code })),
    explain: (error) => (errorOf(error, 'TICKET_EXPIRED') ? onExpired : undefined),
  })
  return (
    <>
      <CodeField label="Six-digit code" {...entry} autoFocus help={entry.busy ? 'Checking…' : undefined} />
      <div className="flex items-center justify-between">
        <Button look="text" onClick={onBackup}>
          Use a backup code instead
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </>
  )
}
