/** Sign-in, second step: the six digits of the authenticator. */
import { useRef, useState } from 'react'
import type { SessionGrant } from '../../../shared/contract/access.ts'
import { client } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { Button } from '../../ui/button.tsx'
import { CodeField } from '../../ui/code-field.tsx'
import { useNowMs } from '../../ui/now.ts'

interface CodeFormProps {
  ticket: string
  onSignedIn: (grant: SessionGrant) => Promise<void>
  onExpired: () => void
  onBackup: () => void
  onBack: () => void
}

export const CodeForm = ({ ticket, onSignedIn, onExpired, onBackup, onBack }: CodeFormProps) => {
  const [code, setCode] = useState('')
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const nowMs = useNowMs()
  const submit = async (digits: string) => {
    setBusy(true)
    setRefusal(null)
    try {
      await onSignedIn(await client.access.submitCode({ ticket, code: digits }))
    } catch (error) {
      if (errorOf(error, 'TICKET_EXPIRED')) return onExpired()
      setRefusal(describeRefusal(error, Date.now()))
      setCode('')
      setBusy(false)
      input.current?.focus()
    }
  }
  return (
    <>
      <CodeField
        label="Six-digit code"
        value={code}
        onChange={setCode}
        onComplete={submit}
        busy={busy}
        autoFocus
        inputRef={input}
        help={busy ? 'Checking…' : undefined}
        error={refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, 'The next one counts')}`}
      />
      <div className="flex items-center justify-between">
        <Button look="text" onClick={onBackup}>
          Use a backup code instead
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </>
  )
}
