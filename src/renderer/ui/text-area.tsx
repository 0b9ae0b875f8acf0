/** Several lines of text with their label, help and error. */
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { Field, type FieldProps } from './field.tsx'

interface TextAreaProps extends FieldProps, Omit<ComponentProps<'textarea'>, keyof FieldProps | 'id'> {
  mono?: boolean
}

export const TextArea = ({ label, help, error, className, mono = false, ...area }: TextAreaProps) => (
  <Field label={label} help={help} error={error} className={className}>
    {(wiring) => (
      <textarea
        {...area}
        {...wiring}
        className={classNames(
          'w-full resize-y rounded-2 border bg-surface-2 px-2 py-1.5 [overflow-wrap:anywhere] focus:border-transparent focus:outline-2 focus:-outline-offset-1 focus:outline-focus',
          mono && 'font-mono text-code',
          error ? 'border-critical' : 'border-control-edge',
        )}
      />
    )}
  </Field>
)
