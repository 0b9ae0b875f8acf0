/** A length of time: its figure and its unit in one line. */
import { Field, inputFrame, inputText, type FieldProps } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { lengthUnits, type LengthDraft } from './length-draft.ts'

const units = lengthUnits.map((value) => ({ value, label: value }))

interface LengthFieldProps extends FieldProps {
  /** Where the label is not a plain text: what the choice of the unit is called. */
  unitLabel?: string
  value: LengthDraft
  onChange: (value: LengthDraft) => void
}

export const LengthField = ({ value, onChange, unitLabel, ...field }: LengthFieldProps) => (
  <Field {...field}>
    {(wiring) => (
      <span className="grid grid-cols-[minmax(48px,72px)_minmax(0,112px)] gap-1">
        <span className={inputFrame(true, Boolean(field.error))}>
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            {...wiring}
            value={value.amount}
            onChange={(event) => onChange({ ...value, amount: event.target.value })}
            className={inputText}
          />
        </span>
        <Select
          aria-label={unitLabel ?? (typeof field.label === 'string' ? `${field.label}: unit` : 'Unit')}
          form
          value={value.unit}
          options={units}
          onChange={(unit) => onChange({ ...value, unit })}
        />
      </span>
    )}
  </Field>
)
