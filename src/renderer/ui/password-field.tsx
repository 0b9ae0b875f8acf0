/** A password with the choice to see it. */
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { TextField, type TextFieldProps } from './text-field.tsx'

interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'after'> {
  /** `off`: it is not one's own of this console, which a password manager would put there. */
  autoComplete: 'current-password' | 'new-password' | 'off'
  /** What the button shows and hides. */
  kind?: 'password' | 'passphrase'
}

export const PasswordField = ({ kind = 'password', ...props }: PasswordFieldProps) => {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      autoCapitalize="off"
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <IconButton
          name={`${shown ? 'Hide' : 'Show'} ${kind}`}
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
