/** The form of a destination: what is filled in, the test record, and saving it. What was typed is kept whatever is refused. */
import { useState } from 'react'
import type { Destination, ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { toastDone } from '../../ui/toast.tsx'
import { draftOf, isDraftField, readDraft, type Draft, type DraftField } from './destination-draft.ts'
import { renewForwarding } from './use-forwarding.ts'

interface Given {
  name: string
  target: ForwardingTarget
  leastSeverity: Draft['leastSeverity']
  secret: string | null
}
type TestAnswer = Awaited<ReturnType<typeof client.forwarding.test>>

/** `destination` null: a new one. */
export const useDestinationForm = (destination: Destination | null, onDone: () => void) => {
  const [draft, setDraft] = useState(() => draftOf(destination))
  /** As it was opened, or as it was read after a conflict. */
  const [seen, setSeen] = useState(destination)
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [problem, setProblem] = useState<{ field: DraftField | null; sentence: string } | null>(null)
  const [answer, setAnswer] = useState<TestAnswer | null>(null)

  const refused = async (error: unknown) => {
    if (error instanceof StepUpCancelled) return
    const field = errorOf(error, 'INVALID_INPUT')?.data.field?.split('.').at(-1) ?? null
    setProblem({ field: isDraftField(field) ? field : null, sentence: describeProblem(error).sentence })
    if (!seen || !errorOf(error, 'CONFLICT')) return
    const now = await client.forwarding.list().catch(() => [])
    setSeen(now.find(({ id }) => id === seen.id) ?? seen)
    setProblem({
      field: null,
      sentence: 'It was changed in another window meanwhile. What you typed is kept; saving writes it over what the other window wrote.',
    })
  }

  const run = async (what: 'test' | 'save', act: (given: Given) => Promise<void>) => {
    if (busy) return
    setAnswer(null)
    const read = readDraft(draft, seen?.hasSecret ?? false)
    if (read.kind === 'problem') return setProblem(read.problem)
    setProblem(null)
    setBusy(what)
    try {
      const { leastSeverity, kind } = draft
      const secret = kind === 'syslog' || draft.secret === '' ? null : draft.secret
      await act({ name: draft.name.trim(), target: read.target, leastSeverity, secret })
    } catch (error) {
      await refused(error)
    } finally {
      setBusy(null)
    }
  }

  const save = async (given: Given) => {
    const { name } = await withStepUp(() =>
      seen
        ? client.forwarding.change({ ...given, id: seen.id, version: seen.version })
        : client.forwarding.create({ ...given, from: draft.from }),
    )
    toastDone({ title: seen ? `“${name}” was changed` : `The log is sent to “${name}”` })
    void renewForwarding()
    onDone()
  }

  return {
    draft,
    change: (next: Draft) => {
      setDraft(next)
      setAnswer(null)
      setProblem(null)
    },
    busy,
    answer,
    /** Of which field something is wrong; that is where to go on. */
    wrongField: problem?.field ?? null,
    /** Of no field in particular. */
    problem: problem?.field === null ? problem.sentence : null,
    problemOf: (field: DraftField) => (problem?.field === field ? problem.sentence : null),
    test: () =>
      void run('test', async (given) => setAnswer(await withStepUp(() => client.forwarding.test({ ...given, id: seen?.id ?? null })))),
    save: () => void run('save', save),
  }
}
