/** Sign-in, first step: name and password. A refused password stays selected, a name is never lost. */
import { useRef, useState, type FormEvent } from 'react'
import { password as passwordSchema, type SignInStep } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useRefusal } from './use-refusal.ts'
import { VaultUnavailable } from './vault-unavailable.tsx'

interface PasswordFormProps {
  name: string
  onName: (name: string) => void
  onStep: (step: SignInStep) => void
}

const nameProblem = (name: string) =>
  name.trim() === '' ? 'Enter your name.' : name.trim().length > 64 ? 'A name has at most 64 characters.' : null

export const PasswordForm = ({ name, onName, onStep }: PasswordFormProps) => {
  const [password, setPassword] = useState('')
  const [nameError, setNameError] = useState<string | null>(null)
  const [vaultReason, setVaultReason] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const nameInput = useRef<HTMLInputElement>(null)
  const { inputRef, error, refuse, clear } = useRefusal()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const wrongName = nameProblem(name)
    setNameError(wrongName)
    if (wrongName) return nameInput.current?.focus()
    const checked = passwordSchema.safeParse(password)
    if (!checked.success) return refuse(checked.error.issues[0]?.message ?? 'Enter your password.')
    clear()
    setVaultReason(null)
    setBusy(true)
    try {
      onStep(await client.access.signIn({ name, password }))
    } catch (thrown) {
      const vault = errorOf(thrown, 'VAULT_UNAVAILABLE')
      if (vault) setVaultReason(vault.data.reason)
      else refuse({ error: thrown })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      {vaultReason && <VaultUnavailable reason={vaultReason} onMended={() => setVaultReason(null)} />}
      <TextField
        ref={nameInput}
        label="Name"
        error={nameError}
        value={name}
        onChange={(event) => onName(event.target.value)}
        autoComplete="username"
        autoCapitalize="off"
        autoFocus={name === ''}
        required
      />
      <PasswordField
        ref={inputRef}
        label="Password"
        error={error}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        autoFocus={name !== ''}
        required
      />
      <Button look="primary" tall type="submit" busy={busy}>
        Sign in
      </Button>
    </form>
  )
}
