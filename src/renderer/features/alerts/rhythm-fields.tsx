/** What a contact point is told and when: from which severity, of which groups, how often, and when it is left in peace. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { severityNames } from '../../ui/severity.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { LengthField } from './length-field.tsx'
import type { ContactPointForm } from './use-contact-point-form.ts'

const leastSeverities = severities.map((value) => ({
  value,
  label: value === 'info' ? 'All alerts' : value === 'critical' ? 'Critical only' : `${severityNames[value]} and above`,
}))
const exceptions = severities.map((value) => ({
  value,
  label: value === 'info' ? 'Nothing is kept back' : value === 'critical' ? 'Critical alerts' : `${severityNames[value]} alerts and above`,
}))
const days = [
  { value: '1', label: 'Mon' },
  { value: '2', label: 'Tue' },
  { value: '3', label: 'Wed' },
  { value: '4', label: 'Thu' },
  { value: '5', label: 'Fri' },
  { value: '6', label: 'Sat' },
  { value: '0', label: 'Sun' },
] as const

const QuietHours = ({ form: { draft, change, problemOf } }: { form: ContactPointForm }) => (
  <div className="grid gap-3 border-l border-hairline-strong pl-3">
    <div className="grid grid-cols-[112px_112px_minmax(0,1fr)] items-start gap-4">
      <TextField
        label="From"
        type="time"
        value={draft.quietFrom}
        error={problemOf('quietFrom')}
        onChange={(event) => change({ quietFrom: event.target.value })}
      />
      <TextField
        label="To"
        type="time"
        value={draft.quietTo}
        error={problemOf('quietTo')}
        onChange={(event) => change({ quietTo: event.target.value })}
      />
      <Field label="Told nevertheless">
        {({ id }) => (
          <Select id={id} form value={draft.exceptFrom} options={exceptions} onChange={(exceptFrom) => change({ exceptFrom })} />
        )}
      </Field>
    </div>
    <Field label="Days" error={problemOf('quietDays')} help="On which the quiet begins, by the clock of the machine.">
      {(wiring) => (
        <div {...wiring} role="group" aria-label="Days" className="flex flex-wrap gap-3">
          {days.map(({ value, label }) => (
            <Checkbox
              key={value}
              checked={draft.quietDays.includes(value)}
              onChange={(on) =>
                change({ quietDays: on ? [...draft.quietDays, value] : draft.quietDays.filter((other) => other !== value) })
              }
            >
              {label}
            </Checkbox>
          ))}
        </div>
      )}
    </Field>
  </div>
)

export const RhythmFields = ({ form }: { form: ContactPointForm }) => {
  const { draft, change, problemOf } = form
  return (
    <>
      <div className="grid grid-cols-[208px_minmax(0,1fr)_208px] items-start gap-4">
        <Field label="What is told">
          {({ id }) => (
            <Select
              id={id}
              form
              value={draft.leastSeverity}
              options={leastSeverities}
              onChange={(leastSeverity) => change({ leastSeverity })}
            />
          )}
        </Field>
        <TextField
          label="Groups (optional)"
          placeholder="all"
          help="Of these alone; with commas between them."
          value={draft.groups}
          error={problemOf('groups')}
          onChange={(event) => change({ groups: event.target.value })}
          autoComplete="off"
        />
        <LengthField
          label="Escalate after"
          help={Number(draft.after.amount) > 0 ? 'Told only if nobody has acknowledged until then.' : 'Told at once.'}
          value={draft.after}
          error={problemOf('after')}
          onChange={(after) => change({ after })}
        />
      </div>
      <div className="grid gap-2">
        <div className="flex min-h-8 items-center gap-4">
          <Checkbox checked={draft.repeats} onChange={(repeats) => change({ repeats })}>
            Tell it again until somebody acknowledges
          </Checkbox>
          {draft.repeats && (
            <LengthField
              label={<span className="sr-only">Again every</span>}
              unitLabel="Again every: unit"
              value={draft.repeat}
              error={problemOf('repeat')}
              onChange={(repeat) => change({ repeat })}
            />
          )}
        </div>
        <Checkbox checked={draft.tellResolved} onChange={(tellResolved) => change({ tellResolved })}>
          Tell it when it is over
        </Checkbox>
        <Checkbox checked={draft.isQuiet} onChange={(isQuiet) => change({ isQuiet })}>
          Quiet hours
        </Checkbox>
        {draft.isQuiet && <QuietHours form={form} />}
      </div>
    </>
  )
}
