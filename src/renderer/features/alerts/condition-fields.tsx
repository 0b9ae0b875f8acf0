/** When a rule fires: what it looks at, which figure of it, and where the line lies. */
import { Field } from '../../ui/field.tsx'
import { SearchSelect } from '../../ui/search-select.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { LengthField } from './length-field.tsx'
import { scaleOfDraft, scalesOfDraft } from './rule-draft.ts'
import { selectorKey, type SeriesChoice } from './series-options.ts'
import type { RuleForm } from './use-rule-form.ts'

const kinds = [
  { value: 'threshold', label: 'A figure crosses a line' },
  { value: 'rate', label: 'A figure changes fast' },
  { value: 'absence', label: 'Nothing is measured' },
] as const
const figures = [
  { value: 'mean', label: 'Mean' },
  { value: 'max', label: 'Highest' },
  { value: 'min', label: 'Lowest' },
] as const
const percentiles = [
  { value: 'p50', label: 'Median (p50)' },
  { value: 'p95', label: 'p95' },
  { value: 'p99', label: 'p99' },
] as const
const joins = [
  { value: 'each', label: 'Each alone' },
  { value: 'sum', label: 'Their sum' },
  { value: 'mean', label: 'Their mean' },
  { value: 'max', label: 'The highest' },
  { value: 'min', label: 'The lowest' },
] as const
const comparisons = [
  { value: 'above', label: 'Above' },
  { value: 'below', label: 'Below' },
] as const
const changes = [
  { value: 'rises', label: 'Rises by' },
  { value: 'falls', label: 'Falls by' },
] as const
const measures = [
  { value: 'relative', label: 'Percent' },
  { value: 'own', label: 'Its own unit' },
] as const
const noShare = ''

export const ConditionFields = ({ form }: { form: RuleForm }) => {
  const { draft, change, choices, problemOf } = form
  const chosen = draft.selector && choices.find(({ value }) => value === selectorKey(draft.selector!))
  const pick = (choice: SeriesChoice | undefined) => {
    if (!choice) return
    const histogram = choice.kind === 'histogram'
    const figure = draft.figure.startsWith('p') && !histogram ? 'mean' : draft.figure
    change({ selector: choice.selector, scale: '', figure, name: draft.name })
  }
  const of = (value: string) => choices.find((choice) => choice.value === value)
  return (
    <>
      <div>
        <Segments
          label="Fires when"
          value={draft.kind === 'burn' ? 'threshold' : draft.kind}
          options={kinds}
          onChange={(kind) => change({ kind })}
        />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_144px_144px] items-start gap-4">
        <Field label="Looks at" error={problemOf('series')}>
          {(wiring) => (
            <SearchSelect
              {...wiring}
              label="What is measured"
              placeholder="Choose what is measured"
              value={draft.selector && selectorKey(draft.selector)}
              options={choices}
              onChange={(value) => pick(of(value))}
            />
          )}
        </Field>
        {draft.kind !== 'absence' && (
          <>
            <Field label="Figure">
              {({ id }) => (
                <Select
                  id={id}
                  form
                  value={draft.figure}
                  options={chosen?.kind === 'histogram' || draft.figure.startsWith('p') ? [...figures, ...percentiles] : figures}
                  onChange={(figure) => change({ figure })}
                />
              )}
            </Field>
            <Field label="Of several">
              {({ id }) => <Select id={id} form value={draft.join} options={joins} onChange={(join) => change({ join })} />}
            </Field>
          </>
        )}
      </div>
      <Line form={form} />
      {draft.kind !== 'absence' && (
        <Field label="As a share of" help="Used of total, errors of requests: the figure is then in percent.">
          {(wiring) => (
            <SearchSelect
              {...wiring}
              label="What it is a share of"
              placeholder="Nothing: the figure itself"
              value={draft.dividedBy ? selectorKey(draft.dividedBy) : noShare}
              options={[{ value: noShare, label: 'Nothing: the figure itself' }, ...choices]}
              onChange={(value) => change({ dividedBy: of(value)?.selector ?? null, scale: '' })}
            />
          )}
        </Field>
      )}
    </>
  )
}

/** Where the line lies, over which time it is judged, and for how long it must hold. */
const Line = ({ form }: { form: RuleForm }) => {
  const { draft, change, unit, problemOf } = form
  const scales = scalesOfDraft(draft, unit)
  const scale = scaleOfDraft(draft, unit)
  const window = (
    <LengthField
      label={draft.kind === 'absence' ? 'For as long as' : draft.kind === 'rate' ? 'Against the time before' : 'Taken over'}
      value={draft.window}
      error={problemOf('window')}
      onChange={(next) => change({ window: next })}
    />
  )
  if (draft.kind === 'absence') return <div className="grid grid-cols-2 items-start gap-4">{window}</div>
  return (
    <div className="grid grid-cols-[112px_112px_112px_minmax(0,1fr)_minmax(0,1fr)] items-start gap-4">
      <Field label="Is">
        {({ id }) =>
          draft.kind === 'rate' ? (
            <Select id={id} form value={draft.change} options={changes} onChange={(next) => change({ change: next })} />
          ) : (
            <Select id={id} form value={draft.comparison} options={comparisons} onChange={(comparison) => change({ comparison })} />
          )
        }
      </Field>
      <TextField
        label={draft.kind === 'rate' ? 'By' : 'The line'}
        inputMode="decimal"
        value={draft.value}
        error={problemOf('value')}
        after={scales.length === 1 && draft.kind !== 'rate' && scale.name !== '' ? <span className="text-2">{scale.name}</span> : undefined}
        onChange={(event) => change({ value: event.target.value })}
        autoComplete="off"
      />
      <Field label="Unit">
        {({ id }) =>
          draft.kind === 'rate' && !draft.dividedBy ? (
            <Select
              id={id}
              form
              value={draft.relative ? 'relative' : 'own'}
              options={measures}
              onChange={(next) => change({ relative: next === 'relative', scale: '' })}
            />
          ) : (
            <Select
              id={id}
              form
              value={scale.name}
              disabled={scales.length === 1}
              options={scales.map(({ name }) => ({ value: name, label: name === '' ? 'none' : name }))}
              onChange={(next) => change({ scale: next })}
            />
          )
        }
      </Field>
      {window}
      <LengthField label="Holds for" value={draft.for} error={problemOf('for')} onChange={(next) => change({ for: next })} />
    </div>
  )
}
