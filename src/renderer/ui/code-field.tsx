/** Six digits: ONE real input, drawn as six cells. Takes a paste with spaces and submits itself at six digits. */
import { useState, type FocusEvent, type Ref } from 'react'
import { classNames } from './class-names.ts'
import { Field, type FieldProps } from './field.tsx'

interface CodeFieldProps extends FieldProps {
  value: string
  onChange: (digits: string) => void
  /** Called once for each sixth digit. */
  onComplete: (digits: string) => void
  /** The code is on its way: the field keeps the focus and takes no keys. */
  busy?: boolean
  /** The code was accepted: the cells step back. */
  accepted?: boolean
  autoFocus?: boolean
  inputRef?: Ref<HTMLInputElement>
}

const cells = [0, 1, 2, 3, 4, 5]

export const CodeField = ({
  value,
  onChange,
  onComplete,
  busy = false,
  accepted = false,
  autoFocus = false,
  inputRef,
  ...field
}: CodeFieldProps) => {
  const [focused, setFocused] = useState(false)
  const wrong = Boolean(field.error)
  const change = (text: string) => {
    const digits = text.replace(/\D/g, '').slice(0, 6)
    onChange(digits)
    if (digits.length === 6 && digits !== value) onComplete(digits)
  }
  const focus = (event: FocusEvent<HTMLInputElement>) => {
    setFocused(true)
    event.target.select()
  }
  return (
    <Field {...field}>
      {(wiring) => (
        <span className="relative my-1 flex w-fit gap-1">
          <input
            {...wiring}
            ref={inputRef}
            value={value}
            onChange={(event) => change(event.target.value)}
            onFocus={focus}
            onBlur={() => setFocused(false)}
            readOnly={busy}
            disabled={accepted}
            aria-busy={busy || undefined}
            autoFocus={autoFocus}
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            spellCheck={false}
            className="absolute inset-0 z-1 w-full cursor-text bg-transparent text-[1px] text-transparent caret-transparent outline-none selection:bg-transparent"
          />
          {cells.map((at) => (
            <span
              key={at}
              aria-hidden
              className={classNames(
                'grid h-11 w-9 place-items-center rounded-2 border font-mono text-digit font-strong',
                at === 2 && 'mr-3',
                accepted ? 'border-hairline-strong text-2' : 'bg-surface-2',
                !accepted && (wrong ? 'border-critical' : 'border-control-edge'),
                focused && !accepted && at === Math.min(value.length, 5) && '!border-transparent outline-2 -outline-offset-1 outline-focus',
              )}
            >
              {value[at] ?? ''}
            </span>
          ))}
        </span>
      )}
    </Field>
  )
}
