/** Name and password of the first administrator, judged while they are typed. */
import { useRef, useState, type FormEvent } from 'react'
import { password as passwordSchema, userName as nameSchema, type Enrolment } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { NewPasswordField } from './new-password.field.tsx'
import { VaultUnavailable } from './vault-unavailable.tsx'

interface FirstAdministratorFormProps {
  name: string
  onName: (name: string) => void
  passwordMinLength: number
  onEnrolment: (enrolment: Enrolment) => void
  onAlreadySetUp: () => void
}

interface Problems {
  name?: string
  password?: string
  form?: string
  vault?: string
}

const firstIssue = (result: { success: boolean; error?: { issues: { message: string }[] } }) =>
  result.success ? undefined : result.error?.issues[0]?.message

const problemsOf = (error: unknown): Problems => {
  const weak = errorOf(error, 'WEAK_PASSWORD')
  if (weak) return { password: weak.data.reason }
  const vault = errorOf(error, 'VAULT_UNAVAILABLE')
  if (vault) return { vault: vault.data.reason }
  const invalid = errorOf(error, 'INVALID_INPUT')
  if (invalid?.data.field === 'name') return { name: invalid.message }
  if (invalid?.data.field === 'password') return { password: invalid.message }
  const { sentence, requestId } = describeProblem(error)
  return { form: requestId ? `${sentence} (${requestId})` : sentence }
}

export const FirstAdministratorForm = ({ name, onName, passwordMinLength, onEnrolment, onAlreadySetUp }: FirstAdministratorFormProps) => {
  const [password, setPassword] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const [busy, setBusy] = useState(false)
  const nameInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)

  const show = (next: Problems) => {
    setProblems(next)
    if (next.name) nameInput.current?.focus()
    else if (next.password) passwordInput.current?.focus()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const refused: Problems = { name: firstIssue(nameSchema.safeParse(name)), password: firstIssue(passwordSchema.safeParse(password)) }
    if (refused.name || refused.password) return show(refused)
    setProblems({})
    setBusy(true)
    try {
      onEnrolment(await client.access.createFirstAdministrator({ name, password }))
    } catch (error) {
      if (errorOf(error, 'ALREADY_SET_UP')) return onAlreadySetUp()
      show(problemsOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      {problems.vault && <VaultUnavailable reason={problems.vault} onMended={() => setProblems({})} />}
      {problems.form && (
        <Notice severity="high" alert>
          {problems.form}
        </Notice>
      )}
      <TextField
        ref={nameInput}
        label="Name"
        help="You sign in with it, and the audit log shows it."
        error={problems.name}
        value={name}
        onChange={(event) => {
          onName(event.target.value)
          setProblems({ ...problems, name: undefined })
        }}
        autoComplete="username"
        autoCapitalize="off"
        autoFocus
        required
      />
      <NewPasswordField
        ref={passwordInput}
        userName={name}
        minLength={passwordMinLength}
        error={problems.password}
        value={password}
        onChange={(typed) => {
          setPassword(typed)
          setProblems({ ...problems, password: undefined })
        }}
      />
      <Button look="primary" tall type="submit" busy={busy} className="justify-self-start">
        Go on
      </Button>
    </form>
  )
}
