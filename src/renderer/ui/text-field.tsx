/** One line of text with its label, help and error. */
import type { ComponentProps, ReactNode } from 'react'
import { Field, inputFrame, inputText, type FieldProps } from './field.tsx'

export interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, keyof FieldProps | 'id'> {
  /** After the text: a unit, a button. */
  after?: ReactNode
  mono?: boolean
}

export const TextField = ({ label, help, error, className, after, mono = false, ...input }: TextFieldProps) => (
  <Field label={label} help={help} error={error} className={className}>
    {(wiring) => (
      <span className={inputFrame(true, Boolean(error))}>
        <input type="text" spellCheck={false} {...input} {...wiring} className={`${inputText} ${mono ? 'font-mono text-code' : ''}`} />
        {after}
      </span>
    )}
  </Field>
)
