/** The form over a page: its fields, what stood in the way, and the buttons. What was typed is kept by whoever shows it. */
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { stepUpAsking } from '../api/step-up.ts'
import { useStore } from '../api/store.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'

export interface FormDialogProps {
  title: string
  text?: ReactNode
  /** The button that acts: a verb with its object. */
  save: string
  act: { busy: boolean; problem: string | null }
  /** A fault of what was typed that no field shows. */
  problem?: string | null
  /** A field that the core found wrong: it gets the focus. */
  wrongField?: string | null
  /** What is changed, as it is kept now: that somebody else changes it meanwhile is told before it is written over. */
  subject?: unknown
  wide?: boolean | 'full'
  /** At the other end of the buttons: something to try before saving. */
  aside?: ReactNode
  /** Something else is under way that saving would cross. */
  held?: boolean
  onSubmit: () => void
  onClose: () => void
  children: ReactNode
}

export const FormDialog = ({
  title,
  text,
  save,
  act,
  problem = null,
  wrongField = null,
  subject,
  wide = true,
  aside,
  held = false,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) => {
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const [tries, setTries] = useState(0)
  const kept = JSON.stringify(subject)
  const [begun] = useState(kept)
  // While the fresh code is asked for, that dialog stands alone.
  const asking = useStore(stepUpAsking) !== null
  useEffect(() => {
    if (tries > 0 || wrongField !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [tries, wrongField, asking])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTries(tries + 1)
    onSubmit()
  }
  return (
    <Dialog
      open={!asking}
      onClose={onClose}
      wide={wide}
      title={title}
      text={text}
      foot={
        <>
          {aside}
          <Button tall onClick={onClose}>
            Cancel
          </Button>
          <Button tall look="primary" type="submit" form={formId} busy={act.busy} disabled={held}>
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
