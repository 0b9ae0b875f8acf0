/** The loaded part of the list as slices, newest first: what becomes of it when entries arrive above, and what rests while it is far from what is seen. */
import type { InfiniteData } from '@tanstack/react-query'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'

/** An entry that was read, scrolled far away and let go: its row keeps its place until it is read again. */
export interface RestingEntry {
  sequence: number
  atMs: number
}
export type ListedEntry = AuditEntry | RestingEntry
export const isLoaded = (entry: ListedEntry): entry is AuditEntry => 'action' in entry

export interface EntrySlice {
  entries: ListedEntry[]
  nextBefore: number | null
  searchedBackToMs: number | null
}
export type EntryPages = InfiniteData<EntrySlice, number | null>

export const entriesOf = (data: EntryPages): ListedEntry[] => data.pages.flatMap((page) => page.entries)

/** 0 where nothing was found yet. */
export const newestSequence = (entries: readonly ListedEntry[]): number => entries[0]?.sequence ?? 0
export const newestOf = ({ pages }: EntryPages): number => newestSequence(pages.find(({ entries }) => entries.length > 0)?.entries ?? [])

/** Where an entry stands among entries that come newest first; -1 where it does not. */
export const placeOf = (entries: readonly ListedEntry[], sequence: number): number => {
  let low = 0
  let high = entries.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const there = entries[middle]?.sequence ?? 0
    if (there === sequence) return middle
    if (there > sequence) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** At the top of a live list nobody looks at what lies far below: it is let go and read again when wanted. */
const keptWhenLive = 2_000

const shortened = ({ pages, pageParams }: EntryPages): EntryPages => {
  let count = 0
  const kept = pages.findIndex((page) => (count += page.entries.length) >= keptWhenLive) + 1
  return kept === 0 ? { pages, pageParams } : { pages: pages.slice(0, kept), pageParams: pageParams.slice(0, kept) }
}

/** Puts newer entries (newest first) above the loaded ones. */
export const withArrived = (data: EntryPages, arrived: readonly AuditEntry[]): EntryPages => {
  const known = newestOf(data)
  const newer = arrived.filter((entry) => entry.sequence > known)
  const oldest = newer.at(-1)
  if (!oldest) return data
  const page: EntrySlice = { entries: newer, nextBefore: oldest.sequence, searchedBackToMs: oldest.atMs }
  const first = data.pages[0]
  // The slice that held nothing is no boundary: its `nextBefore` is where the search goes on, so it stays as it is.
  return shortened({ pages: [page, ...data.pages], pageParams: [null, first ? oldest.sequence : null, ...data.pageParams.slice(1)] })
}

/** From the newest to the oldest sequence, both included. */
export interface Span {
  newest: number
  oldest: number
}

const mostLoaded = 5_000
/** Fewer than the above, so that not each step of a scroll lets go of something. */
const keptNear = 3_000

const isSeen = ({ entries }: EntrySlice, { newest, oldest }: Span): boolean => {
  const first = entries[0]
  const last = entries.at(-1)
  return first !== undefined && last !== undefined && first.sequence >= oldest && last.sequence <= newest
}
const isAwake = ({ entries }: EntrySlice): boolean => entries[0] !== undefined && isLoaded(entries[0])
const asResting = (page: EntrySlice): EntrySlice =>
  isAwake(page) ? { ...page, entries: page.entries.map(({ sequence, atMs }) => ({ sequence, atMs })) } : page

/** Lets go of slices far from what is seen, once too many are loaded. */
export const withFarResting = (data: EntryPages, seen: Span): EntryPages => {
  const { pages } = data
  const loaded = pages.reduce((count, page) => count + (isAwake(page) ? page.entries.length : 0), 0)
  const middle = pages.findIndex((page) => isSeen(page, seen))
  if (loaded <= mostLoaded || middle < 0) return data
  const near = new Set<EntrySlice>()
  let count = 0
  for (let distance = 0; distance < pages.length && count < keptNear; distance += 1)
    for (const page of new Set([pages[middle + distance], pages[middle - distance]])) {
      if (!page) continue
      near.add(page)
      count += page.entries.length
    }
  return { ...data, pages: pages.map((page) => (near.has(page) ? page : asResting(page))) }
}

/** The spans of slices that are seen and rest. */
export const restingSpans = ({ pages }: EntryPages, seen: Span): Span[] =>
  pages.flatMap((page) => {
    const first = page.entries[0]
    const last = page.entries.at(-1)
    return first && last && !isAwake(page) && isSeen(page, seen) ? [{ newest: first.sequence, oldest: last.sequence }] : []
  })

/** Puts what was read again where it rested. Slices of which some entry is gone stay as they are. */
export const withAwake = (data: EntryPages, read: readonly AuditEntry[]): EntryPages => {
  const bySequence = new Map(read.map((entry) => [entry.sequence, entry]))
  const pages = data.pages.map((page) => {
    if (isAwake(page) || page.entries.length === 0) return page
    const entries = page.entries.map(({ sequence }) => bySequence.get(sequence)).filter((entry) => entry !== undefined)
    return entries.length === page.entries.length ? { ...page, entries } : page
  })
  return { ...data, pages }
}
