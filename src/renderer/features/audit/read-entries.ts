/** Reads what was written above the loaded part of the list, and again what rested in it. */
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { client } from '../../api/client.ts'
import type { Span } from './entry-pages.ts'

export interface Newer {
  entries: AuditEntry[]
  /** False where so much came that it is better to begin anew at the top. */
  whole: boolean
}

/** Reads again what rested: all entries that fit, from the newest to the oldest of a span. */
export const readSpan = async (filter: AuditFilter, { newest, oldest }: Span, signal: AbortSignal): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = []
  let before: number | null = newest + 1
  while (before !== null && before > oldest) {
    const slice: Awaited<ReturnType<typeof client.audit.list>> = await client.audit.list({ ...filter, before, limit: 100 }, { signal })
    entries.push(...slice.entries.filter(({ sequence }) => sequence >= oldest))
    before = slice.nextBefore
  }
  return entries
}

const mostSlices = 5

/** Entries above `known`, newest first. Where nothing is known (0) the newest slice is all that is looked at. */
export const readNewer = async (filter: AuditFilter, known: number, signal: AbortSignal): Promise<Newer> => {
  const entries: AuditEntry[] = []
  let before: number | null = null
  for (let slices = 0; slices < mostSlices; slices += 1) {
    const slice: Awaited<ReturnType<typeof client.audit.list>> = await client.audit.list({ ...filter, before, limit: 100 }, { signal })
    const newer = slice.entries.filter((entry) => entry.sequence > known)
    entries.push(...newer)
    const reachedKnown = newer.length < slice.entries.length || slice.nextBefore === null || slice.nextBefore <= known + 1
    if (known === 0 || reachedKnown) return { entries, whole: true }
    before = slice.nextBefore
  }
  return { entries, whole: false }
}
