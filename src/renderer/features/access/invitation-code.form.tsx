/** The code of an invitation, typed or pasted: what it is for is asked before anything else. */
import { useRef, useState, type FormEvent } from 'react'
import { invitationIn } from '../../api/invitation-code.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface InvitationCodeFormProps {
  /** Answers with what stands in the way, or null. */
  onCode: (code: string) => Promise<string | null>
  help?: string
  onBack: () => void
}

const codeProblem = (code: string) =>
  code === '' ? 'Enter the code of your invitation.' : code.length > 128 ? 'A code is much shorter than that.' : null

export const InvitationCodeForm = ({
  onCode,
  help = 'From whoever invited you. A whole link can be pasted, too.',
  onBack,
}: InvitationCodeFormProps) => {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const refuse = (sentence: string) => {
    setProblem(sentence)
    input.current?.focus()
    input.current?.select()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const code = invitationIn(typed)
    const wrong = codeProblem(code)
    if (wrong !== null) return refuse(wrong)
    setProblem(null)
    setBusy(true)
    const refused = await onCode(code)
    setBusy(false)
    if (refused !== null) refuse(refused)
  }
  return (
    <form onSubmit={submit} className="grid gap-4" noValidate>
      <TextField
        ref={input}
        label="Code"
        help={help}
        error={problem}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        autoFocus
        mono
      />
      <Button look="primary" tall type="submit" busy={busy}>
        Go on
      </Button>
      <Button look="quiet" className="justify-self-end" onClick={onBack}>
        Back
      </Button>
    </form>
  )
}
