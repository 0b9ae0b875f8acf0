/** What the overview asks of the log. */
import { orpc } from '../../api/client.ts'

const shownEntries = 5

export const newestEntries = orpc.audit.list.queryOptions({ input: { limit: shownEntries } })
/** The entry of the newest verification, whoever asked for it. */
export const lastVerified = orpc.audit.list.queryOptions({ input: { actions: ['log.verified'], limit: 1 } })
