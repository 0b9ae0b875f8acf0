/** Asks before an act that ends something, and says what stood in its way. */
import type { ReactNode } from 'react'
import { stepUpAsking } from '../api/step-up.ts'
import { useStore } from '../api/store.ts'
import { useAct } from '../api/use-act.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'

interface AskDialogProps {
  title: string
  text: ReactNode
  /** The button that leaves all as it is. */
  keep: string
  /** The button that acts. */
  run: string
  act: () => Promise<void>
  /** What stood in the way, where a feature knows better words. */
  tell?: (error: unknown) => string
  /** Also once it is done. */
  onClose: () => void
}

export const AskDialog = ({ title, text, keep, run, act: work, tell, onClose }: AskDialogProps) => {
  const act = useAct({ tell })
  // While the fresh code is asked for, that dialog stands alone.
  const asking = useStore(stepUpAsking) !== null
  return (
    <Dialog
      open={!asking}
      onClose={onClose}
      title={title}
      text={text}
      foot={
        <>
          <Button tall onClick={onClose}>
            {keep}
          </Button>
          <Button tall look="danger" busy={act.busy} onClick={() => void act.run(work).then((done) => done && onClose())}>
            {run}
          </Button>
        </>
      }
    >
      {act.problem && (
        <Notice severity="high" alert>
          <p>{act.problem}</p>
        </Notice>
      )}
    </Dialog>
  )
}
