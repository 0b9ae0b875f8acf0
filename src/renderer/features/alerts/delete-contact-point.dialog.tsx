/** Asks before a contact point is deleted, and says what is gone with it. */
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { renewNotifications } from './alert-queries.ts'
import { deletionConsequence } from './contact-point-words.ts'

export const DeleteContactPointDialog = ({ of: point, onClose }: { of: ContactPoint; onClose: () => void }) => (
  <AskDialog
    title={`Delete “${point.name}”?`}
    text={deletionConsequence(point)}
    keep="Keep it"
    run="Delete contact point"
    act={async () => {
      try {
        await withStepUp(() => client.notifications.deleteContactPoint({ id: point.id, version: point.version }))
        toastDone({ title: `“${point.name}” was deleted`, text: 'Nobody is told there any more.' })
      } finally {
        void renewNotifications()
      }
    }}
    onClose={onClose}
  />
)
