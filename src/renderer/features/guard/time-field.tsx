/** A stretch of time as a number and its unit, side by side. */
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'

const unitMs = { seconds: 1000, minutes: 60_000, hours: 3_600_000 } as const
type Unit = keyof typeof unitMs
const units = [
  { value: 'seconds', label: 'seconds' },
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
] as const

export interface TypedTime {
  number: string
  unit: Unit
}
/** In the largest unit that divides it. */
export const typedTime = (ms: number): TypedTime => {
  const unit = ms % unitMs.hours === 0 ? 'hours' : ms % unitMs.minutes === 0 ? 'minutes' : 'seconds'
  return { number: String(ms / unitMs[unit]), unit }
}
/** NaN where nothing that is a number was typed. */
export const typedMs = ({ number, unit }: TypedTime): number =>
  number.trim() === '' ? Number.NaN : Math.round(Number(number) * unitMs[unit])

interface TimeFieldProps {
  label: string
  value: TypedTime
  error: string | null
  onChange: (value: TypedTime) => void
}

export const TimeField = ({ label, value, error, onChange }: TimeFieldProps) => (
  <div className="grid grid-cols-2 items-start gap-4">
    <TextField
      label={label}
      inputMode="numeric"
      value={value.number}
      error={error}
      onChange={(event) => onChange({ ...value, number: event.target.value })}
      autoComplete="off"
    />
    <Field label="Unit">
      {({ id }) => (
        <Select
          id={id}
          form
          aria-label={`Unit of “${label}”`}
          value={value.unit}
          options={units}
          onChange={(unit) => onChange({ ...value, unit })}
        />
      )}
    </Field>
  </div>
)
