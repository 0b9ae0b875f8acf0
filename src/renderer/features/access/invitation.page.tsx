/** The way in of somebody with a code: what it is for, then a password of their own. Enrolling or the second step follows. */
import { useEffect, useRef, useState } from 'react'
import type { Enrolment, SignInStep } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { invitationCode } from '../../api/invitation-code.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ChosenPasswordForm } from './chosen-password.form.tsx'
import { InvitationCodeForm } from './invitation-code.form.tsx'
import { invitedSteps, invitedText, invitedTitle, resetText } from './invitation-words.ts'
import { StepsLayout } from './steps-layout.tsx'
import { WayInLayout } from './way-in-layout.tsx'

interface InvitationPageProps {
  /** From a link; null where it is still to be typed. */
  code: string | null
  /** Why the password is asked for once more. */
  notice: string | null
  /** Somebody new has chosen a password. */
  onEnrolment: (enrolment: Enrolment & { optional: boolean }, code: string) => void
  /** Somebody known has chosen another one; the code is used up. */
  onChosen: (step: SignInStep, name: string) => void
  /** The code is expected to be one for a new password. */
  forgotten: boolean
  onBack: () => void
}

interface Refused {
  title: string
  sentence: string
}

interface Looked {
  code: string
  invited: Awaited<ReturnType<typeof client.invitation.look>>
}

export const InvitationPage = ({ code: given, notice, forgotten, onEnrolment, onChosen, onBack }: InvitationPageProps) => {
  const [looked, setLooked] = useState<Looked | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const look = async (code: string): Promise<Refused | null> => {
    try {
      const invited = await client.invitation.look({ code })
      invitationCode.set(code)
      setLooked({ code, invited })
      return null
    } catch (error) {
      const { title, sentence } = describeProblem(error)
      return { title: errorOf(error, 'NOT_FOUND') ? 'This invitation opens nothing' : title, sentence }
    }
  }
  const lookNow = useRef(look)
  useEffect(() => {
    if (given !== null) void lookNow.current(given).then(setRefused)
  }, [given])

  if (looked) return <Choose of={looked} notice={notice} onEnrolment={onEnrolment} onChosen={onChosen} onBack={onBack} />
  if (given !== null && refused === null)
    return (
      <Loading label="Looking at your invitation">
        <WayInLayout title="Your invitation">
          <Skeleton className="w-2/3" />
        </WayInLayout>
      </Loading>
    )
  return (
    <WayInLayout title={refused === null ? (forgotten ? 'Enter the code for a new password' : 'Enter your invitation') : refused.title}>
      {refused !== null && (
        <Notice severity="medium" alert>
          {refused.sentence}
        </Notice>
      )}
      <InvitationCodeForm
        help={forgotten ? 'From the administrator who reset your password. A whole link can be pasted, too.' : undefined}
        onCode={async (code) => (await look(code))?.sentence ?? null}
        onBack={onBack}
      />
    </WayInLayout>
  )
}

const Choose = ({ of, notice, onEnrolment, onChosen, onBack }: Omit<InvitationPageProps, 'code' | 'forgotten'> & { of: Looked }) => {
  const { code, invited } = of
  const { name, role, madeBy, kind, expiresAtMs } = invited
  const until = (
    <p className="text-small text-2">
      The code ends <RelativeTime atMs={expiresAtMs} /> and can be used once.
    </p>
  )
  const told = notice !== null && <Notice severity="info">{notice}</Notice>
  if (kind === 'password-reset')
    return (
      <WayInLayout title="Choose a new password" text={resetText(name, madeBy)}>
        {told}
        <ChosenPasswordForm
          userName={name}
          onChosen={async (password) => onChosen(await client.invitation.choosePassword({ code, password }), name)}
          onBack={onBack}
        />
        {until}
      </WayInLayout>
    )
  return (
    <StepsLayout label="Steps" steps={invitedSteps(name)} at={0}>
      <h1 className="text-verdict">{invitedTitle(madeBy, role)}</h1>
      <p className="max-w-[64ch] text-2">{invitedText(name, role)}</p>
      <div className="mt-6 grid w-90 max-w-full gap-4">
        {told}
        <ChosenPasswordForm
          userName={name}
          onChosen={async (password) => onEnrolment(await client.invitation.accept({ code, password }), code)}
          onBack={onBack}
        />
        {until}
      </div>
    </StepsLayout>
  )
}
