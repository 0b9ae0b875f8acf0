/** The password that the holder of an invitation chooses; nobody else ever knows it. */
import { useRef, useState, type FormEvent } from 'react'
import { password as passwordSchema } from '../../../shared/contract/access.ts'
import { useAccessState } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NewPasswordField } from './new-password.field.tsx'
import { VaultUnavailable } from './vault-unavailable.tsx'

interface ChosenPasswordFormProps {
  userName: string
  onChosen: (password: string) => Promise<void>
  onBack: () => void
}

type Problem = { where: 'password' | 'form' | 'vault'; sentence: string }

const problemOf = (error: unknown): Problem => {
  const weak = errorOf(error, 'WEAK_PASSWORD')
  if (weak) return { where: 'password', sentence: weak.data.reason }
  const vault = errorOf(error, 'VAULT_UNAVAILABLE')
  if (vault) return { where: 'vault', sentence: vault.data.reason }
  const { sentence, requestId } = describeProblem(error)
  return { where: 'form', sentence: requestId ? `${sentence} (${requestId})` : sentence }
}

export const ChosenPasswordForm = ({ userName, onChosen, onBack }: ChosenPasswordFormProps) => {
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const minLength = useAccessState().data?.passwordMinLength ?? 12
  const refuse = (next: Problem) => {
    setProblem(next)
    if (next.where === 'password') input.current?.focus()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const { error } = passwordSchema.safeParse(password)
    if (error) return refuse({ where: 'password', sentence: error.issues[0]?.message ?? 'Enter a password.' })
    setProblem(null)
    setBusy(true)
    try {
      await onChosen(password)
    } catch (thrown) {
      setBusy(false)
      refuse(problemOf(thrown))
    }
  }
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      {problem?.where === 'vault' && <VaultUnavailable reason={problem.sentence} onMended={() => setProblem(null)} />}
      {problem?.where === 'form' && (
        <Notice severity="high" alert>
          {problem.sentence}
        </Notice>
      )}
      <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
      <NewPasswordField
        ref={input}
        userName={userName}
        minLength={minLength}
        value={password}
        error={problem?.where === 'password' ? problem.sentence : undefined}
        onChange={(typed) => {
          setPassword(typed)
          setProblem(null)
        }}
        autoFocus
      />
      <div className="flex items-center justify-between">
        <Button look="primary" tall type="submit" busy={busy}>
          Go on
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  )
}
