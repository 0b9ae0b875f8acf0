/** Signing in: name and password, an invitation or the recovery key, then a code; the step decides what is asked. */
import { useState } from 'react'
import type { Enrolment, SessionGrant, SessionState, SignInStep } from '../../../shared/contract/access.ts'
import { accessChanged, keepSession } from '../../api/access.ts'
import { backupSignIn } from '../../api/backup-sign-in.ts'
import { invitationCode } from '../../api/invitation-code.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useRestartNotice } from '../backup/restart-wait.ts'
import { BackupCodeForm } from './backup-code.form.tsx'
import { CodeForm } from './code.form.tsx'
import { endedSentence } from './ended-sentence.ts'
import { EnrolmentPage } from './enrolment.page.tsx'
import { ForgottenPassword } from './forgotten-password.tsx'
import { invitedSteps } from './invitation-words.ts'
import { InvitationPage } from './invitation.page.tsx'
import { PasswordForm } from './password.form.tsx'
import { RecoveredPasswordForm } from './recovered-password.form.tsx'
import { WayInLayout } from './way-in-layout.tsx'

type Step =
  | { kind: 'password'; notice: string | null }
  /** `recovered`: with a new password, which holds once the code was right. */
  | { kind: 'code'; ticket: string; recovered: boolean }
  | { kind: 'forgotten' }
  | { kind: 'recover' }
  | { kind: 'backup'; ticket: string; lockedUntilMs: number | null; recovered: boolean }
  /** `invitation`: the code that it came with, for who is new. `optional`: they may go on without. */
  | { kind: 'enrol'; enrolment: Enrolment; optional: boolean; invitation: string | null }
  /** `forgotten`: it is there that one came from. */
  | { kind: 'invitation'; code: string | null; notice: string | null; forgotten?: true }

const afterPassword = (step: SignInStep, recovered = false): Step => {
  if (step.kind === 'enrol') return { ...step, invitation: null }
  if (step.kind === 'locked-out') return { kind: 'backup', ticket: step.ticket, lockedUntilMs: step.untilMs, recovered }
  return { kind: 'code', ticket: step.ticket, recovered }
}

/** What a link brought along comes first. */
const firstStep = (session: SessionState): Step => {
  const code = invitationCode.get()
  return code === null ? { kind: 'password', notice: endedSentence(session) } : { kind: 'invitation', code, notice: null }
}

interface SignInProps {
  session: SessionState
  /** Who was signed in before in this window; empty where nobody was. */
  knownName: string
  /** Called before a new user's backup codes are shown, and when they are kept. */
  onHold: () => void
  onDone: () => Promise<void>
}

export const SignInPage = ({ session, knownName, onHold, onDone }: SignInProps) => {
  const [name, setName] = useState(knownName)
  const restartNotice = useRestartNotice()
  const [step, setStep] = useState<Step>(() => firstStep(session))
  const begin = (notice: string | null) => {
    invitationCode.set(null)
    setStep({ kind: 'password', notice })
  }
  const expired = () =>
    begin(
      'recovered' in step && step.recovered
        ? 'That took longer than a sign-in may, so your password is still the old one. Begin again with the recovery key.'
        : 'That took longer than a sign-in may. Enter your password again.',
    )
  const enter = async (grant: SessionGrant) => {
    keepSession(grant)
    await accessChanged()
  }

  if (step.kind === 'invitation')
    return (
      <InvitationPage
        code={step.code}
        notice={step.notice}
        onEnrolment={({ optional, ...enrolment }, code) => setStep({ kind: 'enrol', enrolment, optional, invitation: code })}
        onChosen={(next, chosenFor) => {
          invitationCode.set(null)
          setName(chosenFor)
          setStep(afterPassword(next))
        }}
        forgotten={step.forgotten ?? false}
        onBack={() => (step.forgotten ? setStep({ kind: 'forgotten' }) : begin(null))}
      />
    )
  if (step.kind === 'enrol') {
    const { enrolment, optional, invitation } = step
    const enterWithout = (grant: SessionGrant) => {
      invitationCode.set(null)
      return enter(grant)
    }
    const chooseAgain = (notice: string | null) => setStep({ kind: 'invitation', code: invitation, notice })
    return (
      <EnrolmentPage
        enrolment={enrolment}
        steps={invitation === null ? undefined : invitedSteps(enrolment.userName)}
        onAccepted={onHold}
        onSkipped={optional ? enterWithout : undefined}
        onDone={async () => {
          invitationCode.set(null)
          await onDone()
        }}
        onBack={() => (invitation === null ? begin(null) : chooseAgain(null))}
        onExpired={() =>
          invitation === null
            ? expired()
            : chooseAgain('That took longer than the secret lives. Choose your password again, and scan the new one.')
        }
      />
    )
  }
  if (step.kind === 'forgotten')
    return (
      <WayInLayout title="Forgot your password?" text="Nobody can look it up. These are the ways to another one.">
        <ForgottenPassword
          name={name}
          onCode={() => setStep({ kind: 'invitation', code: null, notice: null, forgotten: true })}
          onRecoveryKey={() => setStep({ kind: 'recover' })}
          onBack={() => begin(null)}
        />
      </WayInLayout>
    )
  if (step.kind === 'recover')
    return (
      <WayInLayout
        title="Use the recovery key"
        text="With it you choose another password, if you may open the vault. That holds once your second factor was right, and ends your other sessions."
      >
        <RecoveredPasswordForm
          name={name}
          onName={setName}
          onStep={(next) => setStep(afterPassword(next, true))}
          onBack={() => setStep({ kind: 'forgotten' })}
        />
      </WayInLayout>
    )
  if (step.kind === 'code')
    return (
      <WayInLayout
        title="Enter your code"
        text={`Your authenticator shows six digits for ${name.trim()}.${step.recovered ? ' With them your new password holds.' : ''}`}
      >
        <CodeForm
          ticket={step.ticket}
          onSignedIn={enter}
          onExpired={expired}
          onBackup={() => setStep({ kind: 'backup', ticket: step.ticket, lockedUntilMs: null, recovered: step.recovered })}
          onBack={() => begin(null)}
        />
      </WayInLayout>
    )
  if (step.kind === 'backup')
    return (
      <WayInLayout
        title="Enter a backup code"
        text={
          step.lockedUntilMs === null ? 'One of the ten codes you kept when you set up your authenticator. Each works once.' : undefined
        }
      >
        <BackupCodeForm
          ticket={step.ticket}
          lockedUntilMs={step.lockedUntilMs}
          onSignedIn={async ({ backupCodesLeft, ...grant }) => {
            await enter(grant)
            backupSignIn.set({ sessionId: grant.sessionId, codesLeft: backupCodesLeft })
          }}
          onExpired={expired}
          onCode={step.lockedUntilMs === null ? () => setStep({ kind: 'code', ticket: step.ticket, recovered: step.recovered }) : null}
          onBack={() => begin(null)}
        />
      </WayInLayout>
    )
  const notice = step.notice ?? restartNotice
  return (
    <WayInLayout title="Sign in">
      {notice && <Notice severity="info">{notice}</Notice>}
      <PasswordForm name={name} onName={setName} onStep={(next) => setStep(afterPassword(next))} />
      <div className="flex items-center justify-between">
        <Button look="text" onClick={() => setStep({ kind: 'forgotten' })}>
          Forgot your password?
        </Button>
        <Button look="text" onClick={() => setStep({ kind: 'invitation', code: null, notice: null })}>
          I have an invitation
        </Button>
      </div>
    </WayInLayout>
  )
}
