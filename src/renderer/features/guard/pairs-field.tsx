/** Lines of a claim's value and what it stands for: a consumer, a role. */
import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { inputFrame, inputText } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import type { Pair } from './issuer-draft.ts'

interface PairsFieldProps {
  title: string
  help: string
  /** One of them, such as `caller`. */
  item: string
  pairs: readonly Pair[]
  options: readonly { value: string; label: string }[]
  error: string | null
  onChange: (pairs: readonly Pair[]) => void
}

export const PairsField = ({ title, help, item, pairs, options, error, onChange }: PairsFieldProps) => {
  const change = (at: number, part: Partial<Pair>) => onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)))
  const begun = options.length === 1 ? options[0]!.value : ''
  return (
    <fieldset className="col-span-2 grid gap-2">
      <legend className="mb-1 text-small font-strong">{title}</legend>
      {pairs.map(({ value, stands }, at) => (
        <div key={at} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_28px] items-center gap-2">
          <span className={inputFrame(true, error !== null)}>
            <input
              aria-label={`Value of ${item} ${at + 1}`}
              aria-invalid={error !== null || undefined}
              value={value}
              onChange={(event) => change(at, { value: event.target.value })}
              autoComplete="off"
              spellCheck={false}
              className={`${inputText} font-mono text-code`}
            />
          </span>
          <Select
            aria-label={`What ${item} ${at + 1} stands for`}
            form
            value={stands}
            options={stands === '' ? [{ value: '', label: 'Choose' }, ...options] : options}
            onChange={(chosen) => change(at, { stands: chosen })}
          />
          <IconButton name={`Leave out ${item} ${at + 1}`} onClick={() => onChange(pairs.filter((_, index) => index !== at))}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
      {options.length > 0 && (
        <Button className="justify-self-start" onClick={() => onChange([...pairs, { value: '', stands: begun }])}>
          <Plus aria-hidden />
          Add a {item}
        </Button>
      )}
      <p role={error ? 'alert' : undefined} className={error ? 'text-small text-critical' : 'text-small text-2'}>
        {error ?? help}
      </p>
    </fieldset>
  )
}
