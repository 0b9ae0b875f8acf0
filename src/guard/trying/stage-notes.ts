/** The stages of the pipeline, watched while they judge one request. */
import type { Tried, TriedStage } from '../../shared/tried-request.ts'
import type { Exchange } from '../exchange.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

type Verdict = Refusal | null

export interface StageNotes {
  stages: readonly Stage[]
  told(exchange: Exchange | null): TriedStage[]
}

interface Note {
  refusal: Verdict
  /** How many refusals had been let by when it began, and when it was done. */
  overlooked: [before: number, after: number]
}

export const watchStages = (given: readonly Stage[], sends: boolean): StageNotes => {
  const notes = new Map<Stage, Note>()
  const stages = given.map((stage): Stage => {
    const { request } = stage
    if (!request) return stage
    return {
      ...stage,
      request: (exchange) => {
        const before = exchange.overlooked.length
        const note: Note = { refusal: null, overlooked: [before, before] }
        notes.set(stage, note)
        const take = (refusal: Verdict): Verdict => {
          note.refusal = refusal
          note.overlooked[1] = exchange.overlooked.length
          return refusal
        }
        const verdict = request.call(stage, exchange)
        return verdict instanceof Promise ? verdict.then(take) : take(verdict)
      },
    }
  })

  const lastAsked = (): Stage | null => given.findLast((stage) => notes.has(stage)) ?? null
  const kindOf = (stage: Stage, exchange: Exchange | null, stopper: Stage | null): TriedStage['kind'] => {
    if (!exchange) return 'never'
    if (!stage.request) return (stage.answer ? exchange.status > 0 : sends) ? 'passed' : 'never'
    const note = notes.get(stage)
    if (!note) return 'never'
    if (stage === stopper) return 'stopped'
    if (exchange.reply !== null && stage === lastAsked()) return 'answered'
    return note.refusal !== null || note.overlooked[1] > note.overlooked[0] ? 'let-by' : 'passed'
  }
  /** What came after a stage was done, as a target that cannot be reached, belongs to the last one that was asked. */
  const stopperOf = (refusal: Refusal | null): Stage | null => {
    if (refusal === null) return null
    return given.find((stage) => notes.get(stage)?.refusal === refusal) ?? lastAsked()
  }

  return {
    stages,
    told: (exchange) => {
      const stopper = stopperOf(exchange?.refusal ?? null)
      return given.map((stage, at) => {
        const kind = kindOf(stage, exchange, stopper)
        const note = notes.get(stage)
        const against =
          kind === 'stopped'
            ? exchange!.refusal
            : kind === 'let-by'
              ? (note!.refusal ?? exchange!.overlooked.slice(...note!.overlooked)[0] ?? null)
              : null
        const spentMs = stage.name === 'forward' ? (exchange?.upstreamMs ?? exchange?.spentMs[at]) : exchange?.spentMs[at]
        return {
          name: stage.name,
          why: stage.why,
          fails: stage.fails,
          kind,
          code: against?.code ?? null,
          title: against?.title ?? null,
          reason: against?.reason ?? null,
          ms: kind === 'never' || !stage.request ? null : (spentMs ?? null),
        }
      })
    },
  }
}

export const limitsTold = ({ limits }: Pick<Exchange, 'limits'>): Tried['limits'] =>
  limits.map(({ limit, left, resetMs, waitMs }) => ({ limit: limit.id, left, resetMs, waitMs }))
