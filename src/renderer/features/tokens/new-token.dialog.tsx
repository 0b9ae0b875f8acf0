/** Shows a new access token this once. */
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { copyHeldText } from '../../ui/copy-held-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { HeldTextField } from '../../ui/held-text-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { MadeToken } from './make-token.dialog.tsx'

/** Closes only by its button: what is shown once must not vanish by a stray key. */
export const NewTokenDialog = ({ made, onDone }: { made: MadeToken; onDone: () => void }) => {
  const [asked, setAsked] = useState(false)
  // Also where the window locks, or shows something else, meanwhile.
  useEffect(() => () => made.text.wipe(), [made])
  return (
    <Dialog
      open
      wide
      onClose={() => setAsked(true)}
      title={`The token “${made.name}”`}
      text="Put it where your program keeps its secrets. Whoever has it may what you chose, from any program on this machine."
      foot={
        <>
          <Button tall onClick={() => void copyHeldText(made.text, 'token')}>
            Copy the token
          </Button>
          <Button tall look="primary" onClick={onDone}>
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
