/** Chooses one of a few. */
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Toggle } from '@base-ui/react/toggle'
import type { ReactNode } from 'react'

interface SegmentsProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: ReactNode }[]
  onChange: (value: Value) => void
  disabled?: boolean
}

export const Segments = <Value extends string>({ label, value, options, onChange, disabled }: SegmentsProps<Value>) => (
  <ToggleGroup
    aria-label={label}
    value={[value]}
    disabled={disabled}
    onValueChange={(chosen) => {
      const next = chosen.at(-1)
      if (next !== undefined) onChange(next)
    }}
    className="inline-flex h-control rounded-2 bg-pressed p-0.5"
  >
    {options.map((option) => (
      <Toggle
        key={option.value}
        value={option.value}
        className="rounded-1 px-2 text-small whitespace-nowrap text-2 data-pressed:bg-surface-2 data-pressed:font-strong data-pressed:text-1 data-pressed:shadow-[0_0_0_1px_var(--hairline-strong)]"
      >
        {option.label}
      </Toggle>
    ))}
  </ToggleGroup>
)
