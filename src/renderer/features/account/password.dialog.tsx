/** Changes one's own password: the current one, the new one judged while it is typed, and what becomes of other sessions. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type RefObject } from 'react'
import { password as passwordSchema } from '../../../shared/contract/access.ts'
import { useAccessState, useSession } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNowMs } from '../../ui/now.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { NewPasswordField } from '../access/new-password.field.tsx'
import { endedSentence, endsOthersSentence, othersOf } from './account-words.ts'

type Field = 'current' | 'next'
type Problems = Partial<Record<Field, Refusal>>

const plain = (sentence: string): Refusal => ({ sentence, waitUntilMs: null })
const issueOf = (text: string, asked: string): Refusal | undefined => {
  const { error } = passwordSchema.safeParse(text)
  return error && plain(text === '' ? asked : (error.issues[0]?.message ?? asked))
}

const problemsOf = (error: unknown): Problems => {
  const weak = errorOf(error, 'WEAK_PASSWORD')
  return weak ? { next: plain(weak.data.reason) } : { current: describeRefusal(error, Date.now()) }
}

const formId = 'change-password'

export const PasswordDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const currentInput = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const others = othersOf(useQuery(orpc.account.sessions.queryOptions()).data ?? []).length
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Change your password"
      text={endsOthersSentence(others)}
      initialFocus={currentInput}
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={busy}>
            Change password
          </Button>
        </>
      }
    >
      <PasswordForm currentInput={currentInput} busy={busy} onBusy={setBusy} onDone={onClose} />
    </Dialog>
  )
}

interface FormProps {
  currentInput: RefObject<HTMLInputElement | null>
  busy: boolean
  onBusy: (busy: boolean) => void
  onDone: () => void
}

/** Lives as long as the dialog is open, so that nothing typed outlives it. */
const PasswordForm = ({ currentInput, busy, onBusy, onDone }: FormProps) => {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [problems, setProblems] = useState<Problems>({})
  const nextInput = useRef<HTMLInputElement>(null)
  const { name } = useSession().user
  const minLength = useAccessState().data?.passwordMinLength ?? 12
  const nowMs = useNowMs()

  const show = (found: Problems) => {
    setProblems(found)
    const input = found.current ? currentInput.current : nextInput.current
    input?.focus()
    input?.select()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const found: Problems = { current: issueOf(current, 'Enter your current password.'), next: issueOf(next, 'Enter a new password.') }
    if (found.current || found.next) return show(found)
    setProblems({})
    onBusy(true)
    try {
      const { revokedSessions } = await client.account.changePassword({ current, next })
      toastDone({ title: 'Your password was changed', text: endedSentence(revokedSessions) })
      await queryClient.invalidateQueries({ queryKey: orpc.account.key() })
      onDone()
    } catch (error) {
      show(problemsOf(error))
    } finally {
      onBusy(false)
    }
  }
  return (
    <form id={formId} onSubmit={submit} className="grid gap-4" noValidate>
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <PasswordField
        ref={currentInput}
        label="Current password"
        error={problems.current && `${problems.current.sentence}${waitSentence(problems.current, nowMs, 'Try again')}`}
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        autoComplete="current-password"
        required
      />
      <NewPasswordField
        ref={nextInput}
        label="New password"
        userName={name}
        minLength={minLength}
        error={problems.next?.sentence}
        value={next}
        onChange={(typed) => {
          setNext(typed)
          setProblems({ ...problems, next: undefined })
        }}
      />
    </form>
  )
}
