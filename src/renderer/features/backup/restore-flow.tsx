/** A restore from end to end: choose, open, look, replace. The same where somebody is signed in and at first run. */
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { BackupWork, KeptBackup, RestorePlan as Plan } from '../../../shared/contract/backup.ts'
import { withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useAct } from '../../api/use-act.ts'
import { Notice } from '../../ui/notice.tsx'
import type { OpenerKind } from './backup-words.ts'
import { ChooseSource } from './choose-source.tsx'
import { OpenStep } from './open-step.tsx'
import { beginRestartWait } from './restart-wait.ts'
import { RestorePlan } from './restore-plan.tsx'
import type { RestoreSource, RestoreSteps } from './restore-steps.ts'
import { beginUpload, dropUpload, useUpload } from './upload.ts'
import { useExamine } from './use-examine.ts'

/** The steps as one names them beside the work. */
export const restoreSteps = [
  { title: 'Choose a backup', text: 'The file that you kept' },
  { title: 'Open it', text: 'It is read whole first' },
  { title: 'Look at what it brings', text: 'Nothing is written before' },
  { title: 'Sign in', text: 'As when it was made' },
] as const

const heads = [
  { title: 'Restore from a backup', text: 'Nothing here is changed before you have seen what the backup holds and said so.' },
  { title: 'Open the backup', text: 'It is decrypted and read to its end before anything is shown. A damaged or cut one is found here.' },
  { title: 'Look at what it brings', text: null },
] as const

/** A new step takes the focus where none of its fields did, so that reading goes on there. */
const useFocusOnStep = (at: number): RefObject<HTMLHeadingElement | null> => {
  const title = useRef<HTMLHeadingElement>(null)
  const shown = useRef(at)
  useEffect(() => {
    if (shown.current !== at && document.activeElement === document.body) title.current?.focus()
    shown.current = at
  }, [at])
  return title
}

interface RestoreFlowProps {
  steps: RestoreSteps
  kept: readonly KeptBackup[]
  /** One of the kept, chosen already. */
  from: string | null
  onFrom: (name: string | null) => void
  /** What could open a file that is brought. */
  fileOpeners: readonly OpenerKind[]
  /** How far the core is with what this window waits for, where it tells. */
  work: BackupWork | null
  firstRun: boolean
  /** Before the first step: what was said after a try. */
  notice?: string | null
  /** Where one goes who has seen what it brings and leaves all as it is; else back to choosing. */
  onKeep?: () => void
  /** Back from the first step. */
  back: ReactNode
  layout: (at: number, content: ReactNode) => ReactNode
}

const question = {
  title: 'Replace everything here?',
  text: 'Restoring a backup asks for a code from your authenticator. Once it is right, there is no further question.',
}
const expired = 'That took longer than ten minutes, and what stands here may have changed. Open the backup once more.'

/** Found once a backup was read; it tells nothing of another. */
interface Found {
  plan: Plan
  of: RestoreSource
}
const isOf = (found: Found | null, source: RestoreSource | null): found is Found =>
  found !== null && JSON.stringify(found.of) === JSON.stringify(source)

export const RestoreFlow = (props: RestoreFlowProps) => {
  const { steps, kept, from, onFrom, fileOpeners, work, onKeep, firstRun, notice = null, back, layout } = props
  const upload = useUpload()
  const [found, setFound] = useState<Found | null>(null)
  /** Why one is at an earlier step again. */
  const [setback, setSetback] = useState<string | null>(null)
  const act = useAct()
  const begin = (choose: () => void) => {
    setFound(null)
    setSetback(null)
    choose()
  }
  const chooseAnother = () =>
    begin(() => {
      onFrom(null)
      dropUpload()
    })
  const keep = () => {
    chooseAnother()
    onKeep?.()
  }
  const examine = useExamine({
    steps,
    onPlan: (plan, of) => {
      setSetback(null)
      setFound({ plan, of })
    },
    onGone: (sentence) => {
      chooseAnother()
      setSetback(sentence)
    },
  })
  const backup = kept.find(({ name }) => name === from) ?? null
  const brought = upload?.state.kind === 'done' ? upload.state.upload : null
  const source: RestoreSource | null = backup ? { kind: 'kept', name: backup.name } : brought ? { kind: 'upload', upload: brought } : null
  const plan = isOf(found, source) ? found.plan : null
  const at = plan ? 2 : source ? 1 : 0
  const chosenName = backup?.name ?? upload?.file.name
  const restore = ({ ticket, contents }: Plan) =>
    act.run(async () => {
      try {
        await withStepUp(() => steps.restore({ ticket }), question)
      } catch (error) {
        if (!errorOf(error, 'TICKET_EXPIRED')) throw error
        setFound(null)
        setSetback(expired)
        return
      }
      beginRestartWait({ sinceMs: Date.now(), backupAtMs: contents.createdAtMs, firstRun })
    })
  const head = heads[at]
  const title = useFocusOnStep(at)
  const opened = at === 1 && (backup?.name ?? upload?.file.name)
  return layout(
    at,
    <>
      <h1 ref={title} tabIndex={-1} className="text-verdict outline-none">
        {head?.title}
      </h1>
      {at > 0 && chosenName !== undefined && <p className="font-mono text-code wrap-anywhere">{chosenName}</p>}
      {head?.text && <p className="max-w-[72ch] text-2">{head.text}</p>}
      {opened && <p className="mt-4 font-mono text-code [overflow-wrap:anywhere]">{opened}</p>}
      <div className="mt-6 grid gap-6">
        {(setback ?? (at === 0 ? notice : null)) !== null && (
          <Notice severity="medium" alert>
            <p>{setback ?? notice}</p>
          </Notice>
        )}
        {at === 0 && (
          <>
            <ChooseSource
              kept={kept}
              upload={upload}
              onKept={(name) => begin(() => onFrom(name))}
              onFile={(file) => begin(() => beginUpload(file, steps))}
            />
            {back}
          </>
        )}
        {at === 1 && source && (
          <OpenStep
            key={backup?.name ?? brought}
            kinds={backup ? backup.opensWith : fileOpeners}
            // A file comes from elsewhere more often than from here.
            first={backup ? undefined : 'passphrase'}
            busy={examine.busy}
            work={examine.busy ? work : null}
            problem={examine.problem}
            onMissing={examine.refuse}
            onOpen={(opener) => examine.begin(source, opener)}
            onCancel={examine.cancel}
            onBack={chooseAnother}
          />
        )}
        {plan && (
          <RestorePlan plan={plan} busy={act.busy} work={work} problem={act.problem} onRestore={() => void restore(plan)} onBack={keep} />
        )}
      </div>
    </>,
  )
}
