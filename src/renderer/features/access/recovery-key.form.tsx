/** Opens a vault whose master key is lost or sealed away, with the printed recovery key. */
import { useRef, useState, type FormEvent } from 'react'
import { client } from '../../api/client.ts'
import { describeRefusal, waitSentence, type Refusal } from '../../api/code-problem.ts'
import { Button } from '../../ui/button.tsx'
import { useNowMs } from '../../ui/now.ts'
import { TextField } from '../../ui/text-field.tsx'

interface RecoveryKeyFormProps {
  onOpened: () => void
  onBack: () => void
}

/** Not a form element: it stands inside the form of the password. */
export const RecoveryKeyForm = ({ onOpened, onBack }: RecoveryKeyFormProps) => {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const nowMs = useNowMs()
  const open = async (event?: FormEvent) => {
    event?.preventDefault()
    if (busy) return
    if (typed.trim() === '') {
      setRefusal({ sentence: 'Enter the recovery key.', waitUntilMs: null })
      return input.current?.focus()
    }
    setBusy(true)
    setRefusal(null)
    try {
      const { vault } = await client.masterKey.openWithRecoveryKey({ recoveryKey: typed })
      if (vault.kind !== 'open') throw new Error('The vault is still shut.')
      setTyped('')
      onOpened()
    } catch (error) {
      setRefusal(describeRefusal(error, Date.now()))
      input.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  return (
    <div role="group" aria-label="Open with a recovery key" className="grid gap-3">
      <TextField
        ref={input}
        label="Recovery key"
        mono
        help="Nine groups of four letters and digits, as printed. Spaces and dashes do not matter."
        error={refusal && `${refusal.sentence}${waitSentence(refusal, nowMs, 'Try again')}`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void open()
        }}
        autoComplete="off"
        autoCapitalize="characters"
        autoFocus
      />
      <div className="flex gap-2">
        <Button look="primary" onClick={() => void open()} busy={busy}>
          Open the vault
        </Button>
        <Button look="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  )
}
