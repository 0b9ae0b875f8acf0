/** Asks before a destination is deleted, and says what is gone with it. */
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { client } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { deletionConsequence } from './forwarding-words.ts'
import { renewForwarding } from './use-forwarding.ts'

export const DeleteDestinationDialog = ({ of: destination, onClose }: { of: Destination; onClose: () => void }) => (
  <AskDialog
    title={`Delete “${destination.name}”?`}
    text={deletionConsequence(destination)}
    keep="Keep it"
    run="Delete destination"
    act={async () => {
      try {
        await withStepUp(() => client.forwarding.delete({ id: destination.id, version: destination.version }))
        toastDone({ title: `“${destination.name}” was deleted`, text: 'The log is no longer sent there.' })
      } finally {
        void renewForwarding()
      }
    }}
    onClose={onClose}
  />
)
