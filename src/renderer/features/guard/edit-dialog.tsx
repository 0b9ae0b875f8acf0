/** The form over a page that edits the policy: its fields, what the core says of the edit, what stood in the way, and the buttons. */
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { stepUpAsking } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { EditChecks, type useEditChecks } from './edit-checks.tsx'
import { TryEdits } from './try-edits.tsx'

interface EditDialogProps {
  title: string
  text?: ReactNode
  /** The button that acts: a verb with its object. */
  save: string
  act: { busy: boolean; problem: string | null }
  /** A fault of what was typed that no field shows. */
  problem?: string | null
  checks?: ReturnType<typeof useEditChecks>
  /** What is changed, as it is kept now: that somebody else changes it meanwhile is told before it is written over. */
  subject?: unknown
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

export const EditDialog = ({ title, text, save, act, problem = null, checks, subject, onSubmit, onClose, children }: EditDialogProps) => {
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [tries, setTries] = useState(0)
  const kept = JSON.stringify(subject)
  const [begun] = useState(kept)
  // While the fresh code is asked for, that dialog stands alone; what was typed is kept by the caller.
  const asking = useStore(stepUpAsking) !== null
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTries(tries + 1)
    onSubmit()
  }
  return (
    <Dialog
      open={!asking}
      onClose={onClose}
      wide
      title={title}
      text={text}
      foot={
        <>
          {checks && checks.faults.length === 0 && checks.sentences.length > 0 && <TryEdits edits={checks.edits} />}
          <Button tall onClick={onClose}>
            Cancel
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={act.busy}>
            {save}
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} onSubmit={submit} noValidate className="grid gap-4">
        {children}
        {kept !== begun && !act.busy && (
          <Notice severity="medium" alert>
            <p>It was changed elsewhere while you were at it. Saving writes over that change; cancel to look at it first.</p>
          </Notice>
        )}
        <EditChecks checks={checks} />
        {[problem, act.problem].map(
          (sentence) =>
            sentence !== null && (
              <Notice key={sentence} severity="high" alert>
                <p>{sentence}</p>
              </Notice>
            ),
        )}
      </form>
    </Dialog>
  )
}
