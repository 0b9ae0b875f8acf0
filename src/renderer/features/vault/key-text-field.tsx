/** Where a key is pasted. What is typed stays in the page's own control and is read when it is needed, never kept beside it. */
import type { Ref } from 'react'
import { Field, type FieldProps } from '../../ui/field.tsx'
import { classNames } from '../../ui/class-names.ts'

interface KeyTextFieldProps extends FieldProps {
  inputRef: Ref<HTMLTextAreaElement>
  onInput: (text: string) => void
}

export const KeyTextField = ({ inputRef, onInput, ...field }: KeyTextFieldProps) => (
  <Field {...field}>
    {(wiring) => (
      <textarea
        {...wiring}
        ref={inputRef}
        rows={3}
        onInput={(event) => onInput(event.currentTarget.value)}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className={classNames(
          'w-full resize-y rounded-2 border bg-surface-2 px-2 py-1.5 font-mono text-code [overflow-wrap:anywhere] focus:border-transparent focus:outline-2 focus:-outline-offset-1 focus:outline-focus',
          field.error ? 'border-critical' : 'border-control-edge',
        )}
      />
    )}
  </Field>
)
