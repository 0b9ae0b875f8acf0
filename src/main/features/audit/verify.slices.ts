/** Walks a stretch of the log: recomputes each hash, compares each signed head, and stops at the first entry that is not as it was written. */
import { systemClock } from '../../../ports/clock.ts'
import type { Readable } from '../../database/database.ts'
import { showableTime } from '../../database/showable-figures.ts'
import { headsBetween } from './audit.store.ts'
import type { HeadRow, HourRow } from './audit.store.ts'
import { readHashedEntries } from './hashed-entries.store.ts'
import type { HashedEntries, HashedRow } from './hashed-entries.store.ts'
import { headBreak, utc } from './head-break.ts'
import type { Break, Trust } from './head-break.ts'
import type { KeptIn } from './head-places.ts'
import { countHour } from './hour-counts.ts'
import type { HourCounts } from './hour-counts.ts'
import { sealOf } from './index-seal.ts'
import type { IndexSeal } from './index-seal.ts'

export interface VerifyInput {
  trust: Trust
  /** Words that were read for a run are kept for its next slice; null: a run of this slice alone. */
  run: string | null
  /** Begins above this sequence, whose hash is `previousHash`. */
  after: number
  previousHash: string
  until: number
  /** The heads kept outside the database. */
  kept: readonly KeptIn[]
  budgetMs: number
}

export interface VerifySlice {
  checked: number
  lastSequence: number
  lastHash: string
  broken: Break | null
  /** The newest head of this stretch that holds. */
  head: HeadRow | null
  hours: HourRow[]
  /** What entries of this stretch say of parts of the index. */
  seals: IndexSeal[]
}

/** Few enough that a page of long entries, each with a head, is soon done. */
const pageRows = 250
const hourMs = 3_600_000

const missing = (from: number, to: number): Break => ({
  kind: 'missing',
  sequence: from,
  atMs: null,
  sentence: from === to ? `Entry ${from} is missing: it was deleted.` : `Entries ${from} to ${to} are missing: they were deleted.`,
})

const unreadable = ({ sequence, atMs }: HashedRow): Break => ({
  kind: 'unreadable',
  sequence,
  atMs: showableTime(atMs),
  sentence: `Entry ${sequence} cannot be read as it was written: a word it refers to was taken out of the log's dictionary.`,
})

const changed = ({ sequence, atMs }: HashedRow): Break => ({
  kind: 'changed',
  sequence,
  atMs: showableTime(atMs),
  sentence:
    `Entry ${sequence} of ${utc(atMs)} is not as it was written: what it says, or a word it refers to, was changed` +
    (sequence > 1 ? ` (or entry ${sequence - 1} before it was replaced together with its hash).` : '.'),
})

const entryBreak = (entries: HashedEntries, row: HashedRow, expected: number, previousHash: string): Break | null => {
  if (row.sequence !== expected) return missing(expected, row.sequence - 1)
  const hash = entries.hashOf(row, previousHash)
  if (hash === null) return unreadable(row)
  return hash === row.hash ? null : changed(row)
}

/** The heads of a page by the entry they stand on; that of the log's table first. */
const headsOf = (db: Readable, kept: readonly KeptIn[], after: number, pageEnd: number) => {
  const heads = new Map<number, { head: HeadRow; keptIn: string | null }[]>()
  for (const head of headsBetween(db, after, pageEnd)) heads.set(head.sequence, [{ head, keptIn: null }])
  for (const one of kept) {
    const { sequence } = one.head
    if (sequence > after && sequence <= pageEnd) heads.set(sequence, [...(heads.get(sequence) ?? []), one])
  }
  return heads
}

let known: { run: string; db: Readable; entries: HashedEntries } | null = null

const entriesOf = (db: Readable, { run, trust }: VerifyInput): HashedEntries => {
  if (run !== null && known?.run === run && known.db === db) return known.entries
  const entries = readHashedEntries(db, trust.installationId)
  if (run !== null) known = { run, db, entries }
  return entries
}

export const verifySlice = (db: Readable, input: VerifyInput): VerifySlice => {
  const started = systemClock.monotonic()
  const hours: HourCounts = new Map()
  const seals: IndexSeal[] = []
  const { trust } = input
  const entries = entriesOf(db, input)
  let { after, previousHash } = input
  let checked = 0
  let holding: HeadRow | null = null
  const answer = (broken: Break | null): VerifySlice => ({
    checked,
    lastSequence: after,
    lastHash: previousHash,
    broken,
    head: holding,
    hours: [...hours.values()],
    seals,
  })

  while (after < input.until) {
    const page = entries.page(after, input.until, pageRows)
    if (page.length === 0) return answer(missing(after + 1, input.until))
    const heads = headsOf(db, input.kept, after, page.at(-1)!.sequence)
    for (const row of page) {
      const broken = entryBreak(entries, row, after + 1, previousHash)
      if (broken) return answer(broken)
      for (const { head, keptIn } of heads.get(row.sequence) ?? []) {
        const brokenHead = headBreak(trust, head, row.hash, keptIn)
        if (brokenHead) return answer(brokenHead)
        if (trust.keys !== null) holding = head
      }
      countHour(hours, Math.floor(row.atMs / hourMs) * hourMs, row)
      if (entries.tellsSeal(row)) seals.push(...sealOf(row))
      after = row.sequence
      previousHash = row.hash
      checked += 1
    }
    if (systemClock.monotonic() - started > input.budgetMs) break
  }
  return answer(null)
}
