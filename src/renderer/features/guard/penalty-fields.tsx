/** What becomes of whoever a limit refuses again and again. */
import type { Penalty } from '../../../shared/limit-parts.ts'
import { penaltySchema } from '../../../shared/limit-parts.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { TypedTime } from './time-field.tsx'
import { TimeField, typedMs, typedTime } from './time-field.tsx'

export interface PenaltyDraft {
  after: string
  factor: string
  first: TypedTime
  ceiling: TypedTime
  decay: TypedTime
}
const draftOf = ({ after, factor, firstMs, ceilingMs, decayMs }: Penalty): PenaltyDraft => ({
  after: String(after),
  factor: String(factor),
  first: typedTime(firstMs),
  ceiling: typedTime(ceilingMs),
  decay: typedTime(decayMs),
})
export const penaltyDraft = (penalty: Penalty | null): PenaltyDraft | null => penalty && draftOf(penalty)
/** Not checked yet. */
export const typedPenalty = (draft: PenaltyDraft | null) =>
  draft && {
    after: Number(draft.after),
    factor: Number(draft.factor),
    firstMs: typedMs(draft.first),
    ceilingMs: typedMs(draft.ceiling),
    decayMs: typedMs(draft.decay),
  }

interface PenaltyFieldsProps {
  draft: PenaltyDraft | null
  /** Of one of its parts: what is wrong with it. */
  problemOf: (part: string, sentence: string) => string | null
  onChange: (draft: PenaltyDraft | null) => void
}

const timeProblem = 'From one second to a day.'

export const PenaltyFields = ({ draft, problemOf, onChange }: PenaltyFieldsProps) => (
  <fieldset className="grid gap-4">
    <legend className="sr-only">Penalty</legend>
    <Checkbox checked={draft !== null} onChange={(on) => onChange(on ? draftOf(penaltySchema.parse({})) : null)}>
      Whoever does not stop waits longer
    </Checkbox>
    {draft && (
      <>
        <div className="grid grid-cols-2 items-start gap-4">
          <TextField
            label="After"
            inputMode="numeric"
            after="refusals"
            value={draft.after}
            error={problemOf('after', 'From 1 to 1,000.')}
            onChange={(event) => onChange({ ...draft, after: event.target.value })}
            autoComplete="off"
          />
          <TimeField
            label="Kept out for"
            value={draft.first}
            error={problemOf('firstMs', timeProblem)}
            onChange={(first) => onChange({ ...draft, first })}
          />
        </div>
        <div className="grid grid-cols-2 items-start gap-4">
          <TextField
            label="Each next time"
            inputMode="decimal"
            after="× as long"
            value={draft.factor}
            error={problemOf('factor', 'From 1 to 10.')}
            onChange={(event) => onChange({ ...draft, factor: event.target.value })}
            autoComplete="off"
          />
          <TimeField
            label="But no longer than"
            value={draft.ceiling}
            error={problemOf('ceilingMs', timeProblem)}
            onChange={(ceiling) => onChange({ ...draft, ceiling })}
          />
        </div>
        <div className="grid grid-cols-2 gap-4">
          <TimeField
            label="A step shorter after"
            value={draft.decay}
            error={problemOf('decayMs', timeProblem)}
            onChange={(decay) => onChange({ ...draft, decay })}
          />
          <p className="self-center text-small text-2">So long without a refusal or a penalty; earlier refusals are forgotten then.</p>
        </div>
      </>
    )}
  </fieldset>
)
