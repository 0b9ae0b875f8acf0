/** Seals everything anew under a new data key, and says what that does and what not. */
import { useState } from 'react'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { StepUpCancelled, withStepUp } from '../../api/step-up.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatCounted } from '../../ui/format.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

export const RotateDataKeyDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      const { resealed } = await withStepUp(() => client.masterKey.rotateDataKey())
      toastDone({ title: 'The data key was rotated', text: `${formatCounted(resealed, 'secret was', 'secrets were')} sealed anew.` })
      await queryClient.invalidateQueries({ queryKey: orpc.masterKey.key() })
    } catch (error) {
      if (!(error instanceof StepUpCancelled))
        toastProblem({ title: 'The data key was not rotated', text: describeProblem(error).sentence })
    } finally {
      setBusy(false)
      onClose()
    }
  }
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={open && !busy}
      onClose={onClose}
      title="Rotate the data key?"
      text="Every secret in the database is sealed anew under a new data key, all of them or none. A copy of the database that was made before still opens with the old one: where somebody may have both, rotate the secrets themselves at their providers too."
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="primary" onClick={() => void run()}>
            Rotate data key
          </Button>
        </>
      }
    />
  )
}
