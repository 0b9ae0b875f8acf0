/** Moves the master key to a place, or makes a new one in the same; names what follows. Key slots take one's own password. */
import { useRef, useState, type FormEvent } from 'react'
import { password as passwordSchema } from '../../../shared/contract/access.ts'
import type { KeyPlace } from '../../../shared/contract/master-key.ts'
import { useSession } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { errorOf } from '../../api/typed-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { moveSentence, placeNames } from './master-key-words.ts'

interface MoveDialogProps {
  open: boolean
  from: KeyPlace
  to: KeyPlace
  onClose: () => void
}

export const MoveMasterKeyDialog = (props: MoveDialogProps) => (props.open ? <MoveDialog {...props} /> : null)

const MoveDialog = ({ from, to, onClose }: MoveDialogProps) => {
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  const { name } = useSession().user
  const nowMs = useNowMs()
  const rotates = from === to
  const asks = to === 'slots'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (asks && !passwordSchema.safeParse(password).success) {
      setRefusal({ sentence: 'Enter your password.', waitUntilMs: null })
      return input.current?.focus()
    }
    setBusy(true)
    setRefusal(null)
    setProblem(null)
    try {
      const moved = await withStepUp(() => client.masterKey.move({ place: to, password: asks ? password : null }))
      queryClient.setQueryData(orpc.masterKey.get.queryKey(), moved)
      void queryClient.invalidateQueries({ queryKey: orpc.console.key() })
      toastDone({ title: rotates ? 'The master key was rotated' : 'The master key was moved', text: moved.sentence })
      onClose()
    } catch (error) {
      if (error instanceof StepUpCancelled) return
      const ofPassword = errorOf(error, 'INVALID_CREDENTIALS') ?? errorOf(error, 'LOCKED_OUT') ?? errorOf(error, 'TOO_MANY_ATTEMPTS')
      const described = describeRefusal(error, Date.now())
      if (asks && ofPassword) setRefusal(described)
      else setProblem(described.sentence)
      void queryClient.invalidateQueries({ queryKey: orpc.masterKey.key() })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone; what was typed is kept here.
      open={!busy}
      onClose={onClose}
      title={rotates ? 'Rotate the master key?' : `Move the master key: ${placeNames[to]}?`}
      text={moveSentence(from, to)}
      initialFocus={asks ? input : cancel}
      foot={
        <>
          <Button tall ref={cancel} onClick={onClose}>
            Keep it as it is
          </Button>
          <Button tall look="primary" type="submit" form="move-master-key" busy={busy}>
            {rotates ? 'Rotate master key' : 'Move master key'}
          </Button>
        </>
      }
    >
      <form id="move-master-key" onSubmit={submit} className="grid gap-4 empty:hidden" noValidate>
        {problem && (
          <Notice severity="high" alert>
            <p>{problem}</p>
          </Notice>
        )}
        {asks && (
          <>
            <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
            <PasswordField
              ref={input}
              label="Your password"
              help="Your key slot is made from it."
              error={refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, 'Try again')}`}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="current-password"
              required
            />
          </>
        )}
      </form>
    </Dialog>
  )
}
