/** What can be done with a user; what one cannot do to oneself is said instead of offered. */
import { Link } from '@tanstack/react-router'
import { KeyRound, Power, ShieldOff, UserCog } from 'lucide-react'
import { useState } from 'react'
import type { ManagedUser } from '../../../shared/contract/users.ts'
import { useAct } from '../../api/use-act.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { useCommands, type Command } from '../../frame/commands.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { ChangeRoleDialog } from './change-role.dialog.tsx'
import { holdGrant, type HeldGrant } from './grant.dialog.tsx'
import { disable, enable, resetMfa, resetPassword } from './user-acts.ts'

interface UserActionsProps {
  of: ManagedUser
  you: boolean
  slotsUsed: boolean
  onGrant: (grant: HeldGrant) => void
}

type Asking = 'role' | 'mfa' | 'password'

export const UserActions = ({ of: user, you, slotsUsed, onGrant }: UserActionsProps) => {
  const [asking, setAsking] = useState<Asking | null>(null)
  const act = useAct()
  const { name, disabled, tampered } = user
  const toggle = () => void act.run(() => (disabled ? enable(user) : disable(user)))
  const close = () => setAsking(null)
  const group = 'On this page' as const
  const needs = 'users:manage' as const
  const commands: (Command | false)[] = [
    !tampered && { id: 'user role', group, label: `Change the role of ${name}`, icon: UserCog, needs, run: () => setAsking('role') },
    !(tampered && disabled) && {
      id: 'user disable',
      group,
      label: disabled ? `Let ${name} in again` : `Disable ${name}`,
      icon: Power,
      needs,
      run: toggle,
    },
    !tampered &&
      user.mfaEnrolledAtMs !== null && {
        id: 'user mfa',
        group,
        label: `Reset the authenticator of ${name}`,
        icon: ShieldOff,
        needs,
        run: () => setAsking('mfa'),
      },
    !tampered &&
      !disabled && {
        id: 'user password',
        group,
        label: `Reset the password of ${name}`,
        icon: KeyRound,
        needs,
        run: () => setAsking('password'),
      },
  ]
  useCommands(you ? [] : commands.filter((command) => command !== false))
  if (you)
    return (
      <PanelSection title="Actions">
        <p className="text-2">
          This is you. Your role and your access are another administrator's to change; your password, authenticator and sessions are in{' '}
          <Link to="/account" className="text-accent-text hover:underline">
            your account
          </Link>
          .
        </p>
      </PanelSection>
    )
  return (
    <PanelSection title="Actions">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsking('role')} disabled={tampered}>
          <UserCog aria-hidden />
          Change role…
        </Button>
        <Button onClick={() => setAsking('mfa')} disabled={tampered || user.mfaEnrolledAtMs === null}>
          <ShieldOff aria-hidden />
          Reset authenticator…
        </Button>
        <Button onClick={() => setAsking('password')} disabled={tampered || disabled}>
          <KeyRound aria-hidden />
          Reset password…
        </Button>
        <Button onClick={toggle} busy={act.busy} disabled={tampered && disabled}>
          <Power aria-hidden />
          {disabled ? 'Let in again' : 'Disable'}
        </Button>
      </div>
      <p className="mt-2 text-small text-2">
        {disabled
          ? 'Let in again, they sign in with the password and authenticator they had.'
          : 'Disabled, they cannot sign in, their sessions end at once, and their access tokens are refused.'}
        {!disabled && user.keySlot === 'held' && ' Their key slot goes, too; they get another when they are let in again and sign in.'}
      </p>
      {act.problem !== null && (
        <div className="mt-2">
          <Notice severity="high" alert>
            <p>{act.problem}</p>
          </Notice>
        </div>
      )}
      {asking === 'role' && <ChangeRoleDialog user={user} slotsUsed={slotsUsed} onClose={close} />}
      {asking === 'mfa' && (
        <AskDialog
          title={`Reset the authenticator of ${name}?`}
          text={`Their authenticator and backup codes open nothing any more, and their sessions end. ${user.mfaRequired ? 'Until they enrol another at the next sign-in, their password alone gets somebody that far' : 'An authenticator is not required of them, so that from then on their password alone lets somebody in as them'}: do it when ${name} is at hand, and be sure that it is ${name} who asks.`}
          keep="Keep it"
          run="Reset authenticator"
          act={() => resetMfa(user)}
          onClose={close}
        />
      )}
      {asking === 'password' && (
        <AskDialog
          title={`Reset the password of ${name}?`}
          text={`Their password is void at once and their sessions end. You get a code of one use for ${name} to choose another; their authenticator is still asked for.${user.keySlot === 'held' ? ' Their key slot goes with the password; they get another when they sign in while the vault is open.' : ''}`}
          keep="Keep it"
          run="Reset password"
          act={async () => onGrant(holdGrant(await resetPassword(user)))}
          onClose={close}
        />
      )}
    </PanelSection>
  )
}
