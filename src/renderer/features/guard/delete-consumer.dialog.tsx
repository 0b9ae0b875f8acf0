/** Deletes a consumer, after saying what ends with it. */
import type { Consumer } from '../../../shared/consumer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { editPolicy, useAct } from './guard-acts.ts'

export const DeleteConsumerDialog = ({ policy, consumer, onClose }: { policy: Policy; consumer: Consumer; onClose: () => void }) => {
  const act = useAct()
  const remove = () =>
    void act
      .run(() => editPolicy(policy.revision, [{ kind: 'remove-consumer', id: consumer.id }], `“${consumer.name}” was deleted`))
      .then((done) => done && onClose())
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${consumer.name}”?`}
      text="Its keys are refused at once, and limits for it alone go with it. Undo brings it back with its keys."
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="danger" busy={act.busy} onClick={remove}>
            Delete the consumer
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
