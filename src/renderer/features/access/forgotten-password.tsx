/** Whoever forgot the password: the three ways in again, from the gentlest to the last. */
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'

interface ForgottenPasswordProps {
  /** As typed so far; perhaps empty. */
  name: string
  onCode: () => void
  onRecoveryKey: () => void
  onBack: () => void
}

/** As a shell takes it, whatever the name. */
const quoted = (name: string): string => (/^[\w@.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`)

export const ForgottenPassword = ({ name, onCode, onRecoveryKey, onBack }: ForgottenPasswordProps) => {
  const command = `npm run reset-user -- ${name.trim() === '' ? 'NAME' : quoted(name.trim())}`
  return (
    <>
      <ol className="grid gap-6">
        <li className="grid justify-items-start gap-2">
          <h2>Ask another administrator</h2>
          <p className="text-2">They reset your password on the page Users and give you a code. With it you choose another one.</p>
          <Button onClick={onCode}>I have a code</Button>
        </li>
        <li className="grid justify-items-start gap-2">
          <h2>Use the recovery key</h2>
          <p className="text-2">
            The printed key sets another password for whoever may open the vault. Your authenticator, or a backup code, is asked for too.
          </p>
          <Button onClick={onRecoveryKey}>Use the recovery key</Button>
        </li>
        <li className="grid gap-2">
          <h2>On the machine itself</h2>
          <p className="text-2">
            When authenticator and backup codes are lost as well. Stop the console, then run this as the owner of its data:
          </p>
          <div className="flex items-center gap-2 rounded-2 bg-surface-0 py-1 pr-1 pl-3 forced-colors:border">
            <code className="min-w-0 flex-1 font-mono text-code break-words">{command}</code>
            <CopyButton text={command} name="Copy command" />
          </div>
        </li>
      </ol>
      <Button look="quiet" className="justify-self-start" onClick={onBack}>
        Back
      </Button>
    </>
  )
}
