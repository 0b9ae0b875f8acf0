/** A password with the choice to see it. */
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { TextField, type TextFieldProps } from './text-field.tsx'

export const PasswordField = (props: Omit<TextFieldProps, 'type' | 'after'> & { autoComplete: 'current-password' | 'new-password' }) => {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      autoCapitalize="off"
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          name={shown ? 'Hide password' : 'Show password'}
          aria-pressed={shown}
          className="-mr-1.5 !h-6 !w-6 aria-pressed:!bg-transparent"
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      }
    />
  )
}
