/** The log as tests read it: to its end, since one answer may hold little or nothing and yet not be the last. */
import type { AuditEntry, AuditFilter } from '../../shared/contract/audit-filter.ts'
import type { Client } from './create-test-console.ts'

interface Slice {
  entries: AuditEntry[]
  nextBefore: number | null
}

/** All that a list gives, newest first, slice by slice. */
export const allEntries = async (list: (before: number | null, limit: number) => Promise<Slice>): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = []
  for (let before: number | null | undefined; before !== null;) {
    const slice: Slice = await list(before ?? null, 100)
    entries.push(...slice.entries)
    before = slice.nextBefore
  }
  return entries
}

/** Newest first. */
export const readLog = ({ audit }: Pick<Client, 'audit'>, filter: Partial<AuditFilter> = {}): Promise<AuditEntry[]> =>
  allEntries((before, limit) => audit.list({ ...filter, before, limit }))

/** An incident may open a moment after what made it, before or after what comes next. */
const isOfWatch = ({ action }: AuditEntry): boolean => /^(?:incident|threat-level)\./.test(action)

/** What was done, newest first, without what the watch made of it. */
export const readActs = async (client: Pick<Client, 'audit'>, filter: Partial<AuditFilter> = {}): Promise<AuditEntry[]> =>
  (await readLog(client, filter)).filter((entry) => !isOfWatch(entry))
