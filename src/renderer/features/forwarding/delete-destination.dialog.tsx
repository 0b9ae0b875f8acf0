/** Asks before a destination is deleted, and says what is gone with it. */
import { useState } from 'react'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { deletionConsequence } from './forwarding-words.ts'
import { renewForwarding } from './use-forwarding.ts'

export const DeleteDestinationDialog = ({ of: destination, onClose }: { of: Destination; onClose: () => void }) => {
  const [busy, setBusy] = useState(false)
  const { id, version, name } = destination
  const run = async () => {
    setBusy(true)
    try {
      await withStepUp(() => client.forwarding.delete({ id, version }))
      toastDone({ title: `“${name}” was deleted`, text: 'The log is no longer sent there.' })
    } catch (error) {
      if (!(error instanceof StepUpCancelled)) toastProblem({ title: `“${name}” was not deleted`, text: describeProblem(error).sentence })
    } finally {
      setBusy(false)
      void renewForwarding()
      onClose()
    }
  }
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={!busy}
      onClose={onClose}
      title={`Delete “${name}”?`}
      text={deletionConsequence(destination)}
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="danger" onClick={() => void run()}>
            Delete destination
          </Button>
        </>
      }
    />
  )
}
