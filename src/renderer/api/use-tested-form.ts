/** The form of a receiver that can be tried before it is kept. What was typed is kept whatever is refused. */
import { useState } from 'react'
import { describeProblem } from './describe-problem.ts'
import { StepUpCancelled, withStepUp } from './step-up.ts'
import { errorOf } from './typed-error.ts'

interface Problem<Field> {
  /** Null: of no field in particular. */
  field: Field | null
  sentence: string
}

interface TestedFormOptions<Kept, Draft, Given, Field, Answer> {
  /** Null: a new one. */
  of: Kept | null
  begin: () => Draft
  read: (draft: Draft, seen: Kept | null) => { kind: 'given'; given: Given } | { kind: 'problem'; problem: Problem<Field> }
  /** Which field the core means. */
  fieldOf: (coreField: string | null, draft: Draft) => Field | null
  /** As they are kept now. */
  list: () => Promise<Kept[]>
  test: (given: Given, seen: Kept | null) => Promise<Answer>
  /** As it was opened, or as it was read after a conflict. */
  save: (given: Given, seen: Kept | null) => Promise<void>
}

export const useTestedForm = <Kept extends { id: string }, Draft, Given, Field extends string, Answer>({
  of,
  begin,
  read,
  fieldOf,
  list,
  test,
  save,
}: TestedFormOptions<Kept, Draft, Given, Field, Answer>) => {
  const [draft, setDraft] = useState(begin)
  const [seen, setSeen] = useState(of)
  const [busy, setBusy] = useState<'test' | 'save' | null>(null)
  const [problem, setProblem] = useState<Problem<Field> | null>(null)
  const [answer, setAnswer] = useState<Answer | null>(null)

  const refused = async (error: unknown) => {
    if (error instanceof StepUpCancelled) return
    setProblem({ field: fieldOf(errorOf(error, 'INVALID_INPUT')?.data.field ?? null, draft), sentence: describeProblem(error).sentence })
    if (!seen || !errorOf(error, 'CONFLICT')) return
    const now = await list().catch(() => [])
    setSeen(now.find(({ id }) => id === seen.id) ?? seen)
    setProblem({
      field: null,
      sentence: 'It was changed in another window meanwhile. What you typed is kept; saving writes it over what the other window wrote.',
    })
  }

  const run = async (what: 'test' | 'save', act: (given: Given) => Promise<void>) => {
    if (busy) return
    setAnswer(null)
    const readNow = read(draft, seen)
    if (readNow.kind === 'problem') return setProblem(readNow.problem)
    setProblem(null)
    setBusy(what)
    try {
      await withStepUp(() => act(readNow.given))
    } catch (error) {
      await refused(error)
    } finally {
      setBusy(null)
    }
  }

  return {
    draft,
    seen,
    change: (next: Draft) => {
      setDraft(next)
      setAnswer(null)
      setProblem(null)
    },
    busy,
    answer,
    /** Of which field something is wrong; that is where to go on. */
    wrongField: problem?.field ?? null,
    problem: problem?.field === null ? problem.sentence : null,
    problemOf: (field: Field) => (problem?.field === field ? problem.sentence : null),
    test: () => void run('test', async (given) => setAnswer(await test(given, seen))),
    save: () => void run('save', (given) => save(given, seen)),
  }
}
