/** Deletes a consumer, after saying what ends with it. */
import type { Consumer } from '../../../shared/consumer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { editPolicy, problemSentence } from './guard-acts.ts'

export const DeleteConsumerDialog = ({ policy, consumer, onClose }: { policy: Policy; consumer: Consumer; onClose: () => void }) => (
  <AskDialog
    title={`Delete “${consumer.name}”?`}
    text="Its keys are refused at once, and limits for it alone go with it. Undo brings it back with its keys."
    keep="Keep it"
    run="Delete the consumer"
    act={() => editPolicy(policy.revision, [{ kind: 'remove-consumer', id: consumer.id }], `“${consumer.name}” was deleted`)}
    tell={problemSentence}
    onClose={onClose}
  />
)
