/** Where a key is pasted. What is typed stays in the page's own control and is read when it is needed, never kept beside it. */
import type { Ref } from 'react'
import type { FieldProps } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-area.tsx'

interface KeyTextFieldProps extends FieldProps {
  inputRef: Ref<HTMLTextAreaElement>
  onInput: (text: string) => void
}

export const KeyTextField = ({ inputRef, onInput, ...field }: KeyTextFieldProps) => (
  <TextArea
    {...field}
    mono
    ref={inputRef}
    rows={3}
    onInput={(event) => onInput(event.currentTarget.value)}
    autoComplete="off"
    autoCapitalize="off"
    spellCheck={false}
  />
)
