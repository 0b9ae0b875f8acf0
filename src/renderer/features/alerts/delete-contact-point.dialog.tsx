/** Asks before a contact point is deleted, and says what is gone with it. */
import { useState } from 'react'
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { tellProblem } from './alert-acts.ts'
import { renewNotifications } from './alert-queries.ts'
import { deletionConsequence } from './contact-point-words.ts'

export const DeleteContactPointDialog = ({ of: point, onClose }: { of: ContactPoint; onClose: () => void }) => {
  const [busy, setBusy] = useState(false)
  const { id, version, name } = point
  const run = async () => {
    setBusy(true)
    try {
      await withStepUp(() => client.notifications.deleteContactPoint({ id, version }))
      toastDone({ title: `“${name}” was deleted`, text: 'Nobody is told there any more.' })
    } catch (error) {
      tellProblem(`“${name}” was not deleted`, error)
    } finally {
      setBusy(false)
      void renewNotifications()
      onClose()
    }
  }
  return (
    <Dialog
      // While the fresh code is asked for, that dialog stands alone.
      open={!busy}
      onClose={onClose}
      title={`Delete “${name}”?`}
      text={deletionConsequence(point)}
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="danger" onClick={() => void run()}>
            Delete contact point
          </Button>
        </>
      }
    />
  )
}
