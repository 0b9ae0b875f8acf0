/** Protecting an account: QR code, first code, then ten backup codes. Used in first run and by new users. */
import { useEffect, useRef, useState } from 'react'
import type { Enrolment, SessionGrant } from '../../../shared/contract/access.ts'
import { accessChanged, keepSession } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { AuthenticatorSetup } from '../../ui/authenticator-setup.tsx'
import { BackupCodes, KeptThem } from '../../ui/backup-codes.tsx'
import { Button } from '../../ui/button.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { AcceptedCode, FirstCode } from './first-code.tsx'
import { StepsLayout, type Step } from './steps-layout.tsx'
import { useCodeEntry } from './use-code-entry.ts'

const ownSteps = (name: string): readonly Step[] => [
  { title: 'Sign in', text: name },
  { title: 'Protect your account', text: 'A second key that only you hold' },
  { title: 'Go to the console', text: 'Where you were heading' },
]

interface EnrolmentPageProps {
  enrolment: Enrolment
  steps?: readonly Step[]
  /** The code was right and the session is open; the codes are shown now. */
  onAccepted: () => void
  onDone: () => Promise<void>
  onBack: () => void
  onExpired: () => void
  /** Where it is not required: they went on without. */
  onSkipped?: (grant: SessionGrant) => Promise<void>
  /** Somebody else finished first run meanwhile. */
  onAlreadySetUp?: () => void
}

interface Accepted {
  atMs: number
  code: string
  backupCodes: string[]
}

export const EnrolmentPage = ({
  enrolment,
  steps,
  onAccepted,
  onDone,
  onBack,
  onExpired,
  onSkipped,
  onAlreadySetUp,
}: EnrolmentPageProps) => {
  const [accepted, setAccepted] = useState<Accepted | null>(null)
  const entry = useCodeEntry({
    send: async (code) => {
      const { session, backupCodes } = await client.access.confirmEnrolment({ ticket: enrolment.ticket, code })
      onAccepted()
      keepSession(session)
      setAccepted({ atMs: Date.now(), code, backupCodes })
    },
    explain: (error) => {
      if (errorOf(error, 'TICKET_EXPIRED')) return onExpired
      return errorOf(error, 'ALREADY_SET_UP') ? onAlreadySetUp : undefined
    },
  })
  return (
    <StepsLayout label="Steps" steps={steps ?? ownSteps(enrolment.userName)} at={1}>
      <h1 className="text-verdict">Protect your account</h1>
      <p className="text-2">
        {onSkipped
          ? 'With an authenticator app, signing in takes your password and a code from it. You need not have one; without it, whatever asks for a fresh code stays closed to you.'
          : 'From now on, signing in takes your password and a code from an authenticator app.'}
      </p>
      <section className="border-b border-hairline py-6">
        <AuthenticatorSetup qr={enrolment.qr} secret={enrolment.secret}>
          {accepted ? <AcceptedCode code={accepted.code} atMs={accepted.atMs} /> : <FirstCode {...entry} />}
        </AuthenticatorSetup>
      </section>
      {accepted ? (
        <Codes backupCodes={accepted.backupCodes} userName={enrolment.userName} onDone={onDone} />
      ) : (
        <footer className="flex justify-end gap-2 pt-4">
          {onSkipped && <NotNow ticket={enrolment.ticket} onSkipped={onSkipped} onExpired={onExpired} />}
          <Button look="quiet" tall onClick={onBack}>
            Back
          </Button>
        </footer>
      )}
    </StepsLayout>
  )
}

interface NotNowProps {
  ticket: string
  onSkipped: (grant: SessionGrant) => Promise<void>
  onExpired: () => void
}

/** A refusal leaves the page as it is: the authenticator can still be set up. */
const NotNow = ({ ticket, onSkipped, onExpired }: NotNowProps) => {
  const [busy, setBusy] = useState(false)
  const skip = async () => {
    setBusy(true)
    try {
      await onSkipped(await client.access.skipEnrolment({ ticket }))
    } catch (error) {
      setBusy(false)
      if (errorOf(error, 'TICKET_EXPIRED')) return onExpired()
      toastProblem({ title: 'You could not go on without an authenticator', text: describeProblem(error).sentence })
    }
  }
  return (
    <Button tall busy={busy} onClick={() => void skip()}>
      Not now
    </Button>
  )
}

const Codes = ({ backupCodes, userName, onDone }: { backupCodes: string[]; userName: string; onDone: () => Promise<void> }) => {
  const [kept, setKept] = useState(false)
  const [downloading, setDownloading] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' })
    section.current?.focus()
  }, [])
  const download = async () => {
    setDownloading(true)
    try {
      startDownload((await client.account.downloadBackupCodes({ backupCodes })).url)
    } catch (error) {
      toastProblem({ title: 'The file could not be made', text: describeProblem(error).sentence })
    } finally {
      setDownloading(false)
    }
  }
  const leave = async () => {
    setLeaving(true)
    await onDone()
    await accessChanged()
  }
  return (
    <>
      <section
        ref={section}
        tabIndex={-1}
        aria-label="Your backup codes"
        className="animate-appear border-b border-hairline py-6 outline-none"
      >
        <BackupCodes
          title="3. Keep your backup codes"
          codes={backupCodes}
          userName={userName}
          onDownload={download}
          downloading={downloading}
        />
      </section>
      <footer className="flex items-center justify-between gap-2 pt-4">
        <KeptThem kept={kept} onChange={setKept} />
        <Button look="primary" tall disabled={!kept} busy={leaving} onClick={leave}>
          Go to the console
        </Button>
      </footer>
    </>
  )
}
