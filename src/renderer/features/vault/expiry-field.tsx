/** When a key expires: never, in some days, or on a date. */
import { Field, inputFrame, inputText } from '../../ui/field.tsx'
import { useTodayMs } from '../../ui/now.ts'
import { Select } from '../../ui/select.tsx'
import { dateText, expiryChoices, expiryNames, type Expiry } from './expiry.ts'

interface ExpiryFieldProps {
  expiry: Expiry
  onChange: (expiry: Expiry) => void
  error: string | null
}

const options = expiryChoices.map((value) => ({ value, label: expiryNames[value] }))

export const ExpiryField = ({ expiry, onChange, error }: ExpiryFieldProps) => {
  const todayMs = useTodayMs()
  return (
    <Field label="Expires" help="When the provider ends the key. Gatehouse warns before and never deletes it for that." error={error}>
      {({ id, ...wiring }) => (
        <span className="grid grid-cols-2 gap-2">
          <Select id={id} {...wiring} form value={expiry.choice} options={options} onChange={(choice) => onChange({ ...expiry, choice })} />
          {expiry.choice === 'date' && (
            <span className={inputFrame(true, error !== null)}>
              <input
                type="date"
                aria-label="Expiry date"
                value={expiry.date}
                min={dateText(todayMs)}
                onChange={(event) => onChange({ ...expiry, date: event.target.value })}
                className={inputText}
              />
            </span>
          )}
        </span>
      )}
    </Field>
  )
}
