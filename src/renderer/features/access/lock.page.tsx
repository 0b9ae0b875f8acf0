/** The lock screen: who is locked, why, and the password that opens it. */
import { useState, type FormEvent } from 'react'
import type { SessionState } from '../../../shared/contract/access.ts'
import { accessChanged, signOut } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { formatClockMinutes } from '../../ui/format.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { useRefusal } from './use-refusal.ts'
import { VaultUnavailable } from './vault-unavailable.tsx'
import { WayInLayout } from './way-in-layout.tsx'

type Locked = Extract<SessionState, { kind: 'locked' }>

const reasons: Record<Locked['why'], string> = {
  idle: 'Locked because nobody used it',
  user: 'Locked by you',
  screen: 'Locked with the screen',
  suspend: 'Locked because the machine slept',
}

export const LockPage = ({ session }: { session: Locked }) => {
  const [password, setPassword] = useState('')
  const [vaultReason, setVaultReason] = useState<string | null>(null)
  const [busy, setBusy] = useState<'unlock' | 'sign-out' | null>(null)
  const { inputRef, error, refuse, clear } = useRefusal()
  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (password === '' || password.length > 1024)
      return refuse(password ? 'A password has at most 1,024 characters.' : 'Enter your password.')
    setBusy('unlock')
    clear()
    setVaultReason(null)
    try {
      await client.access.unlock({ password })
      await accessChanged()
    } catch (thrown) {
      const vault = errorOf(thrown, 'VAULT_UNAVAILABLE')
      if (vault) setVaultReason(vault.data.reason)
      else refuse({ error: thrown })
    } finally {
      setBusy(null)
    }
  }
  const leave = async () => {
    setBusy('sign-out')
    await signOut().catch((thrown: unknown) => refuse({ error: thrown }))
    setBusy(null)
  }
  return (
    <WayInLayout
      windowTitle="Locked"
      title={session.user.name}
      text={`${reasons[session.why]}, at ${formatClockMinutes(session.sinceMs)}.`}
    >
      <form onSubmit={unlock} className="grid gap-4" noValidate>
        {vaultReason && <VaultUnavailable reason={vaultReason} onMended={() => setVaultReason(null)} />}
        <input type="text" name="username" autoComplete="username" value={session.user.name} readOnly hidden />
        <PasswordField
          ref={inputRef}
          label="Password"
          error={error}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          autoFocus
          required
        />
        <Button look="primary" tall type="submit" busy={busy === 'unlock'}>
          Unlock
        </Button>
        <Button look="quiet" tall onClick={leave} busy={busy === 'sign-out'}>
          Sign out instead
        </Button>
      </form>
    </WayInLayout>
  )
}
