/** What the overview asks of the log. */
import { orpc } from '../../api/client.ts'

const shownEntries = 5

/** The feed tells of new entries only while the page is shown: asked anew whenever it is opened. */
export const newestEntries = orpc.audit.list.queryOptions({ input: { limit: shownEntries }, staleTime: 0 })
/** The entry of the newest verification, whoever asked for it. */
export const lastVerified = orpc.audit.list.queryOptions({ input: { actions: ['log.verified'], limit: 1 }, staleTime: 0 })
