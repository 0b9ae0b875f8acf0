/** Deletes a route, after saying what ends with it. */
import type { Policy, Route } from '../../../shared/policy.ts'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { editPolicy, problemSentence } from './guard-acts.ts'

export const DeleteRouteDialog = ({ policy, route, onClose }: { policy: Policy; route: Route; onClose: () => void }) => {
  const alone = policy.routes.every(({ id, upstream }) => id === route.id || upstream !== route.upstream)
  const remove = () =>
    editPolicy(
      policy.revision,
      [{ kind: 'remove-route', id: route.id }, ...(alone ? [{ kind: 'remove-upstream' as const, id: route.upstream }] : [])],
      `“${route.name}” was deleted`,
    )
  return (
    <AskDialog
      title={`Delete “${route.name}”?`}
      text={
        alone
          ? 'Its requests are answered with 404 from then on, and what is known of its targets is dropped. Limits for it alone go with it.'
          : 'Its requests go to the next route that takes them, or are answered with 404. Limits for it alone go with it.'
      }
      keep="Keep it"
      run="Delete the route"
      act={remove}
      tell={problemSentence}
      onClose={onClose}
    />
  )
}
