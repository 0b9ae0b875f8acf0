/** Asks before an act on the guard that ends something, and says what stood in its way. */
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useAct } from '../../api/use-act.ts'
import { problemSentence } from './guard-acts.ts'

interface AskDialogProps {
  title: string
  text: ReactNode
  /** The button that leaves all as it is. */
  keep: string
  /** The button that acts. */
  run: string
  act: () => Promise<void>
  /** What stood in the way, in words; as the guard's pages say it unless given. */
  tell?: (error: unknown) => string
  /** Also once it is done. */
  onClose: () => void
}

export const AskDialog = ({ title, text, keep, run, act: work, tell = problemSentence, onClose }: AskDialogProps) => {
  const act = useAct({ tell })
  return (
    <Dialog
      open
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
