/** The form of a contact point: what is filled in, the test message, and saving it. What was typed is kept whatever is refused. */
import { useState } from 'react'
import type { ContactPoint, GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { toastDone } from '../../ui/toast.tsx'
import { renewNotifications } from './alert-queries.ts'
import {
  contactPointDraftOf,
  contactPointFieldOf,
  newContactPoint,
  readContactPoint,
  type ContactPointDraft,
  type ContactPointField,
} from './contact-point-draft.ts'

type TestAnswer = Awaited<ReturnType<typeof client.notifications.test>>

/** `point` null: a new one. */
export const useContactPointForm = (point: ContactPoint | null, onDone: () => void) => {
  const [draft, setDraft] = useState(() => (point ? contactPointDraftOf(point) : newContactPoint))
  /** As it was opened, or as it was read after a conflict. */
  const [seen, setSeen] = useState(point)
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [problem, setProblem] = useState<{ field: ContactPointField | null; sentence: string } | null>(null)
  const [answer, setAnswer] = useState<TestAnswer | null>(null)
  const hasSecret = seen?.hasSecret === true && seen.channel.kind === draft.kind

  const refused = async (error: unknown) => {
    if (error instanceof StepUpCancelled) return
    const field = contactPointFieldOf(errorOf(error, 'INVALID_INPUT')?.data.field ?? null, draft.kind)
    setProblem({ field, sentence: describeProblem(error).sentence })
    if (!seen || !errorOf(error, 'CONFLICT')) return
    const now = await client.notifications.contactPoints().catch(() => [])
    setSeen(now.find(({ id }) => id === seen.id) ?? seen)
    setProblem({
      field: null,
      sentence: 'It was changed in another window meanwhile. What you typed is kept; saving writes it over what the other window wrote.',
    })
  }

  const run = async (what: 'test' | 'save', act: (given: GivenContactPoint) => Promise<void>) => {
    if (busy) return
    setAnswer(null)
    const read = readContactPoint(draft, hasSecret)
    if (read.kind === 'problem') return setProblem(read.problem)
    setProblem(null)
    setBusy(what)
    try {
      await act(read.given)
    } catch (error) {
      await refused(error)
    } finally {
      setBusy(null)
    }
  }

  const save = async (given: GivenContactPoint) => {
    const { name } = await withStepUp(() =>
      seen
        ? client.notifications.changeContactPoint({ ...given, id: seen.id, version: seen.version })
        : client.notifications.createContactPoint(given),
    )
    toastDone({ title: seen ? `“${name}” was changed` : `“${name}” is told from now on` })
    void renewNotifications()
    onDone()
  }

  return {
    draft,
    change: (part: Partial<ContactPointDraft>) => {
      setDraft({ ...draft, ...part })
      setAnswer(null)
      setProblem(null)
    },
    hasSecret,
    busy,
    answer,
    wrongField: problem?.field ?? null,
    problem: problem?.field === null ? problem.sentence : null,
    problemOf: (field: ContactPointField) => (problem?.field === field ? problem.sentence : null),
    test: () =>
      void run('test', async (given) => setAnswer(await withStepUp(() => client.notifications.test({ ...given, id: seen?.id ?? null })))),
    save: () => void run('save', save),
  }
}
export type ContactPointForm = ReturnType<typeof useContactPointForm>
