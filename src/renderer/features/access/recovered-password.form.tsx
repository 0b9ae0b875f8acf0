/** Another password by the recovery key: name, key and password in one form; nothing typed is lost by a refusal. */
import { useRef, useState, type FormEvent } from 'react'
import { password as passwordSchema, type SignInStep } from '../../../shared/contract/access.ts'
import { useAccessState } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { NewPasswordField } from './new-password.field.tsx'
import { useRefusal } from './use-refusal.ts'

interface RecoveredPasswordFormProps {
  name: string
  onName: (name: string) => void
  onStep: (step: SignInStep) => void
  onBack: () => void
}

export const RecoveredPasswordForm = ({ name, onName, onStep, onBack }: RecoveredPasswordFormProps) => {
  const [recoveryKey, setRecoveryKey] = useState('')
  const [password, setPassword] = useState('')
  const [nameError, setNameError] = useState<string | null>(null)
  const [passwordError, setPasswordError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const nameInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const { inputRef, error, refuse, clear } = useRefusal({ select: false })
  const minLength = useAccessState().data?.passwordMinLength ?? 12

  const refusePassword = (sentence: string) => {
    setPasswordError(sentence)
    passwordInput.current?.focus()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    clear()
    setPasswordError(null)
    const wrongName = name.trim() === '' ? 'Enter your name.' : null
    setNameError(wrongName)
    if (wrongName) return nameInput.current?.focus()
    if (recoveryKey.trim() === '') return refuse('Enter the recovery key.')
    const checked = passwordSchema.safeParse(password)
    if (!checked.success) return refusePassword(checked.error.issues[0]?.message ?? 'Enter a password.')
    setBusy(true)
    try {
      onStep(await client.access.resetWithRecoveryKey({ name, recoveryKey, password }))
    } catch (thrown) {
      setBusy(false)
      const weak = errorOf(thrown, 'WEAK_PASSWORD')
      if (weak) refusePassword(weak.data.reason)
      else refuse({ error: thrown })
    }
  }
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <TextField
        ref={nameInput}
        label="Name"
        error={nameError}
        value={name}
        onChange={(event) => onName(event.target.value)}
        autoComplete="username"
        autoCapitalize="off"
        autoFocus={name === ''}
        maxLength={64}
        required
      />
      <TextField
        ref={inputRef}
        label="Recovery key"
        mono
        help="Nine groups of four letters and digits, as printed. Spaces and dashes do not matter."
        error={error}
        value={recoveryKey}
        onChange={(event) => setRecoveryKey(event.target.value)}
        autoComplete="off"
        autoCapitalize="characters"
        autoFocus={name !== ''}
        maxLength={200}
        required
      />
      <NewPasswordField
        ref={passwordInput}
        label="New password"
        userName={name}
        minLength={minLength}
        value={password}
        error={passwordError ?? undefined}
        onChange={(typed) => {
          setPassword(typed)
          setPasswordError(null)
        }}
      />
      <div className="flex items-center justify-between">
        <Button look="primary" tall type="submit" busy={busy}>
          Go on
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  )
}
