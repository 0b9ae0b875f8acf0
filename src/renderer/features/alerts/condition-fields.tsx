/** When a rule fires: what it looks at, which figure of it, and where the line lies. */
import { classNames } from '../../ui/class-names.ts'
import { Field } from '../../ui/field.tsx'
import { SearchSelect } from '../../ui/search-select.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { figureChoices, isPercentile, joinChoices } from '../metrics/figure-choices.ts'
import { LengthField } from './length-field.tsx'
import { scaleOfDraft, scalesOfDraft } from './rule-draft.ts'
import { selectorKey, type SeriesChoice } from './series-options.ts'
import type { RuleForm } from './use-rule-form.ts'

const kinds = [
  { value: 'threshold', label: 'A figure crosses a line' },
  { value: 'rate', label: 'A figure changes fast' },
  { value: 'absence', label: 'Nothing is measured' },
] as const
const joins = joinChoices('Each alone')
const comparisons = [
  { value: 'above', label: 'Above' },
  { value: 'below', label: 'Below' },
] as const
const changes = [
  { value: 'rises', label: 'Rises by' },
  { value: 'falls', label: 'Falls by' },
] as const
const relative = 'relative'
/** Of a figure in percent: not to be taken for a part of what it was before. */
const pointsOf = (name: string): string => (name === '%' ? '% points' : name === '' ? 'none' : name)
const noShare = ''

export const ConditionFields = ({ form }: { form: RuleForm }) => {
  const { draft, change, choices, problemOf } = form
  const chosen = draft.selector && choices.find(({ value }) => value === selectorKey(draft.selector!))
  const pick = (choice: SeriesChoice | undefined) => {
    if (!choice) return
    const histogram = choice.kind === 'histogram'
    const figure = isPercentile(draft.figure) && !histogram ? 'mean' : draft.figure
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
      <div
        className={classNames(
          'grid items-start gap-4',
          draft.kind === 'absence' ? 'grid-cols-1' : 'grid-cols-[minmax(0,1fr)_minmax(0,1fr)_128px_128px]',
        )}
      >
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
            <Field label="As a share of (optional)">
              {(wiring) => (
                <SearchSelect
                  {...wiring}
                  label="What it is a share of"
                  placeholder="Nothing"
                  value={draft.dividedBy ? selectorKey(draft.dividedBy) : noShare}
                  options={[{ value: noShare, label: 'Nothing' }, ...choices]}
                  onChange={(value) => change({ dividedBy: of(value)?.selector ?? null, scale: '' })}
                />
              )}
            </Field>
            <Field label="Figure">
              {({ id }) => (
                <Select
                  id={id}
                  form
                  value={draft.figure}
                  options={figureChoices(chosen?.kind === 'histogram', draft.figure)}
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
    </>
  )
}

/** Where the line lies, over which time it is judged, and for how long it must hold. */
const Line = ({ form }: { form: RuleForm }) => {
  const { draft, change, unit, problemOf } = form
  const scales = scalesOfDraft(draft, unit)
  const scale = scaleOfDraft(draft, unit)
  const ownScales = scalesOfDraft({ ...draft, relative: false }, unit)
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
        onChange={(event) => change({ value: event.target.value })}
        autoComplete="off"
      />
      <Field label="Unit">
        {({ id }) =>
          draft.kind === 'rate' ? (
            <Select
              id={id}
              form
              value={draft.relative ? relative : scale.name}
              options={[
                { value: relative, label: '% of before' },
                ...ownScales.map(({ name }) => ({ value: name, label: pointsOf(name) })),
              ]}
              onChange={(next) => change(next === relative ? { relative: true, scale: '' } : { relative: false, scale: next })}
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
