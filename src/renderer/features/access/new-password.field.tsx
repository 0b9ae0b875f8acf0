/** A new password with its meter, judged while it is typed. */
import type { Ref } from 'react'
import { usePasswordVerdict } from '../../api/use-password-verdict.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { StrengthMeter } from '../../ui/strength-meter.tsx'

interface NewPasswordFieldProps {
  label?: string
  kind?: 'password' | 'passphrase'
  /** Whose it is: it must not be made of the name. */
  userName: string
  minLength: number
  value: string
  error: string | undefined
  onChange: (password: string) => void
  ref?: Ref<HTMLInputElement>
  autoFocus?: boolean
}

export const NewPasswordField = ({
  label = 'Password',
  kind = 'password',
  userName,
  minLength,
  value,
  error,
  onChange,
  ref,
  autoFocus,
}: NewPasswordFieldProps) => {
  const verdict = usePasswordVerdict(userName, value)
  return (
    <div className="grid gap-2">
      <PasswordField
        ref={ref}
        kind={kind}
        label={label}
        help={
          verdict?.reason ?? `At least ${minLength} characters. A few words that do not belong together are easy to keep and hard to guess.`
        }
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="new-password"
        autoFocus={autoFocus}
        required
      />
      <StrengthMeter score={verdict?.score ?? null} />
    </div>
  )
}
