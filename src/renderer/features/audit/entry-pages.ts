/** The loaded part of the list as slices, newest first, and what becomes of it when entries arrive above. */
import type { InfiniteData } from '@tanstack/react-query'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'

export interface EntrySlice {
  entries: AuditEntry[]
  nextBefore: number | null
  searchedBackToMs: number | null
}
export type EntryPages = InfiniteData<EntrySlice, number | null>

export const entriesOf = (data: EntryPages): AuditEntry[] => data.pages.flatMap((page) => page.entries)

/** 0 where nothing was found yet. */
export const newestSequence = (entries: readonly AuditEntry[]): number => entries[0]?.sequence ?? 0

/** At the top of a live list nobody looks at what lies far below: it is let go and read again when wanted. */
const keptWhenLive = 2_000

const shortened = ({ pages, pageParams }: EntryPages): EntryPages => {
  let count = 0
  const kept = pages.findIndex((page) => (count += page.entries.length) >= keptWhenLive) + 1
  return kept === 0 ? { pages, pageParams } : { pages: pages.slice(0, kept), pageParams: pageParams.slice(0, kept) }
}

/** Puts newer entries (newest first) above the loaded ones. */
export const withArrived = (data: EntryPages, arrived: readonly AuditEntry[]): EntryPages => {
  const known = newestSequence(entriesOf(data))
  const newer = arrived.filter((entry) => entry.sequence > known)
  const oldest = newer.at(-1)
  if (!oldest) return data
  const page: EntrySlice = { entries: newer, nextBefore: oldest.sequence, searchedBackToMs: oldest.atMs }
  const first = data.pages[0]
  // The slice that held nothing is no boundary: its `nextBefore` is where the search goes on, so it stays as it is.
  return shortened({ pages: [page, ...data.pages], pageParams: [null, first ? oldest.sequence : null, ...data.pageParams.slice(1)] })
}
