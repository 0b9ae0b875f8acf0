/** Deletes a route, after saying what ends with it. */
import type { Policy, Route } from '../../../shared/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { editPolicy, useAct } from './guard-acts.ts'

export const DeleteRouteDialog = ({ policy, route, onClose }: { policy: Policy; route: Route; onClose: () => void }) => {
  const act = useAct()
  const alone = policy.routes.every(({ id, upstream }) => id === route.id || upstream !== route.upstream)
  const remove = () =>
    void act
      .run(() =>
        editPolicy(
          policy.revision,
          [{ kind: 'remove-route', id: route.id }, ...(alone ? [{ kind: 'remove-upstream' as const, id: route.upstream }] : [])],
          `“${route.name}” was deleted`,
        ),
      )
      .then((done) => done && onClose())
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete “${route.name}”?`}
      text={
        alone
          ? 'Its requests are answered with 404 from then on, and what is known of its targets is dropped. Limits for it alone go with it.'
          : 'Its requests go to the next route that takes them, or are answered with 404. Limits for it alone go with it.'
      }
      foot={
        <>
          <Button tall onClick={onClose}>
            Keep it
          </Button>
          <Button tall look="danger" busy={act.busy} onClick={remove}>
            Delete the route
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
