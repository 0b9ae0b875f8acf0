/** Asks why a piece of advice is not to be heard again. */
import { useId, useState, type FormEvent } from 'react'
import type { Advice } from '../../../shared/contract/advice.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { dismissAdvice } from './advice-queries.ts'

export const DismissDialog = ({ advice, onClose, onDone }: { advice: Advice; onClose: () => void; onDone: () => void }) => {
  const formId = useId()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (reason.trim() === '') return setProblem('Say why, for whoever asks later.')
    setBusy(true)
    dismissAdvice(advice, reason.trim())
      .then(onDone, (error: unknown) => setProblem(describeProblem(error).sentence))
      .finally(() => setBusy(false))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Dismiss this advice?"
      text={
        <>
          <span className="block text-1">{advice.title}</span>
          Nobody hears it again unless what it is about becomes worse by half. The log keeps who dismissed it, and why.
        </>
      }
      foot={
        <>
          <Button tall onClick={onClose}>
            Cancel
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={busy}>
            Dismiss advice
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate>
        <TextField
          label="Reason"
          placeholder="Known: the new disk comes on Monday"
          value={reason}
          error={problem ?? undefined}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => {
            setReason(event.target.value)
            setProblem(null)
          }}
        />
      </form>
    </Dialog>
  )
}
