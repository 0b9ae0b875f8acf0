/** First run: the first administrator, protected before anything else is shown, or a backup that brings its own. */
import { useEffect, useState } from 'react'
import type { Enrolment } from '../../../shared/contract/access.ts'
import { refreshAccess } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { EnrolmentPage } from './enrolment.page.tsx'
import { FirstAdministratorForm } from './first-administrator.form.tsx'
import { FirstRestore, RestoreInstead } from './first-restore.tsx'
import { StepsLayout, type Step } from './steps-layout.tsx'

const stepsFor = (name: string): readonly Step[] => [
  { title: 'Create the first administrator', text: name || 'Name and password' },
  { title: 'Protect it', text: 'A second key that only you hold' },
  { title: 'Go to the console', text: 'What you did is in the log' },
]

interface FirstRunProps {
  passwordMinLength: number
  onHold: () => void
  onDone: () => Promise<void>
}

/** What follows the form is an entry of the window's history, so that Back leads to it. */
const stepState = 'firstRunStep'
const enterStep = (step: 'protect' | 'restore') => window.history.pushState({ ...window.history.state, [stepState]: step }, '')
const stepNow = (): unknown => window.history.state?.[stepState]

export const FirstRunPage = ({ passwordMinLength, onHold, onDone }: FirstRunProps) => {
  const [name, setName] = useState('')
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [notice, setNotice] = useState<string | null>(null)
  const [kept, setKept] = useState(false)
  const [taken, setTaken] = useState(false)
  const [restoring, setRestoring] = useState(() => stepNow() === 'restore')

  useEffect(() => {
    const back = () => {
      if (!kept && stepNow() !== 'protect') setEnrolment(null)
      setRestoring(stepNow() === 'restore')
    }
    window.addEventListener('popstate', back)
    return () => window.removeEventListener('popstate', back)
  }, [kept])

  const begin = (next: Enrolment) => {
    setNotice(null)
    setEnrolment(next)
    enterStep('protect')
  }
  const restore = () => {
    setRestoring(true)
    enterStep('restore')
  }
  if (taken) return <AlreadySetUp />
  if (restoring) return <FirstRestore onBack={() => window.history.back()} />
  if (enrolment)
    return (
      <EnrolmentPage
        enrolment={enrolment}
        steps={stepsFor(enrolment.userName)}
        onAccepted={() => {
          setKept(true)
          onHold()
        }}
        onDone={onDone}
        onBack={() => window.history.back()}
        onExpired={() => {
          setNotice('That took longer than the secret lives. Nothing is lost but the code: go on, and scan the new one.')
          window.history.back()
        }}
        onAlreadySetUp={() => setTaken(true)}
      />
    )
  return (
    <StepsLayout label="First run" steps={stepsFor(name)} at={0}>
      <h1 className="text-verdict">Create the first administrator</h1>
      <p className="text-2">No default password exists. Whoever holds this account decides who else gets in.</p>
      <div className="mt-6 grid w-90 max-w-full gap-4">
        {notice && <Notice severity="info">{notice}</Notice>}
        <FirstAdministratorForm
          name={name}
          onName={setName}
          passwordMinLength={passwordMinLength}
          onEnrolment={begin}
          onAlreadySetUp={() => setTaken(true)}
        />
      </div>
      <RestoreInstead onRestore={restore} />
    </StepsLayout>
  )
}

const AlreadySetUp = () => (
  <StepsLayout label="First run" steps={stepsFor('')} at={0}>
    <h1 className="text-verdict">The first administrator exists already</h1>
    <p className="max-w-[64ch] text-2">
      Another window finished first run while this one was open. If it was you, sign in there or here. If it was not, somebody else has
      access to this machine's console: stop it and look into it.
    </p>
    <Button look="primary" tall className="mt-6" onClick={() => void refreshAccess()}>
      Go to sign-in
    </Button>
  </StepsLayout>
)
