/** Shows a new access token this once. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { HeldTextField } from '../../ui/held-text-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import type { MadeToken } from './make-token.dialog.tsx'

/** Closes only by its button: what is shown once must not vanish by a stray key. */
export const NewTokenDialog = ({ made, onDone }: { made: MadeToken; onDone: () => void }) => {
  const [asked, setAsked] = useState(false)
  const done = () => {
    made.text.wipe()
    onDone()
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.text.read())
      toastDone({ title: 'The token is in the clipboard' })
    } catch {
      toastProblem({ title: 'Nothing was copied', text: 'This window may not use the clipboard. Select the token and copy it yourself.' })
    }
  }
  return (
    <Dialog
      open
      wide
      onClose={() => setAsked(true)}
      title={`The token “${made.name}”`}
      text="Put it where your program keeps its secrets. Whoever has it may what you chose, from any program on this machine."
      foot={
        <>
          <Button tall onClick={() => void copy()}>
            Copy the token
          </Button>
          <Button tall look="primary" onClick={done}>
            I have kept it
          </Button>
        </>
      }
    >
      <Notice severity={asked ? 'high' : 'medium'} alert={asked}>
        <p>It is shown this once: only its hash is kept. If it is lost, revoke it and make another.</p>
      </Notice>
      <HeldTextField held={made.text} label="Access token" />
      <p className="text-2">How to call with it, and what there is to call, is on the page API.</p>
    </Dialog>
  )
}
