/** Whether the caller may do what the route is for. */
import { mayDo } from '../../shared/consumer.ts'
import type { Stage } from '../stage.ts'

export const authorise: Stage = {
  name: 'authorise',
  why: 'before limit: what one may not do uses up nothing',
  fails: 'closed',
  decides: true,
  request: ({ route, scopes }) => {
    const { action } = route!.settings
    if (action === null || mayDo(scopes, action)) return null
    return { code: 'not-allowed', title: 'This key may not do that.', reason: `the scope ${action} is missing` }
  },
}
