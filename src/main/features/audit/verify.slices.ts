/** Walks a stretch of the log: recomputes each hash, compares each signed head, and stops at the first entry that is not as it was written. */
import { systemClock } from '../../../ports/clock.ts'
import { hashEntry } from '../../database/chain.ts'
import type { Readable } from '../../database/database.ts'
import { showableTime } from './showable-figures.ts'
import { entriesAfter, headsBetween } from './audit.store.ts'
import type { HeadRow, HourRow, StoredEntry } from './audit.store.ts'
import { headBreak, utc } from './head-break.ts'
import type { Break, Trust } from './head-break.ts'
import { countHour } from './hour-counts.ts'
import type { HourCounts } from './hour-counts.ts'

export interface VerifyInput {
  trust: Trust
  /** Begins above this sequence, whose hash is `previousHash`. */
  after: number
  previousHash: string
  until: number
  /** The head kept outside the database, where there is one. */
  kept: { head: HeadRow; keptIn: string } | null
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
}

const pageRows = 1000
const hourMs = 3_600_000

const missing = (from: number, to: number): Break => ({
  kind: 'missing',
  sequence: from,
  atMs: null,
  sentence: from === to ? `Entry ${from} is missing: it was deleted.` : `Entries ${from} to ${to} are missing: they were deleted.`,
})

const unreadable = ({ sequence, atMs }: StoredEntry): Break => ({
  kind: 'unreadable',
  sequence,
  atMs: showableTime(atMs),
  sentence: `Entry ${sequence} cannot be read as it was written: a word it refers to was taken out of the log's dictionary.`,
})

const changed = ({ sequence, atMs }: StoredEntry): Break => ({
  kind: 'changed',
  sequence,
  atMs: showableTime(atMs),
  sentence:
    `Entry ${sequence} of ${utc(atMs)} is not as it was written: what it says, or a word it refers to, was changed` +
    (sequence > 1 ? ` (or entry ${sequence - 1} before it was replaced together with its hash).` : '.'),
})

const entryBreak = (trust: Trust, stored: StoredEntry, expected: number, previousHash: string): Break | null => {
  if (stored.sequence !== expected) return missing(expected, stored.sequence - 1)
  if (!stored.chained) return unreadable(stored)
  return hashEntry(trust.installationId, stored.chained, previousHash) === stored.hash ? null : changed(stored)
}

/** The heads of a page by the entry they stand on; that of the log's table first. */
const headsOf = (db: Readable, { kept }: VerifyInput, after: number, pageEnd: number) => {
  const heads = new Map<number, { head: HeadRow; keptIn: string | null }[]>()
  for (const head of headsBetween(db, after, pageEnd)) heads.set(head.sequence, [{ head, keptIn: null }])
  if (kept && kept.head.sequence > after && kept.head.sequence <= pageEnd)
    heads.set(kept.head.sequence, [...(heads.get(kept.head.sequence) ?? []), kept])
  return heads
}

export const verifySlice = (db: Readable, input: VerifyInput): VerifySlice => {
  const started = systemClock.monotonic()
  const hours: HourCounts = new Map()
  const { trust } = input
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
  })

  while (after < input.until) {
    const page = entriesAfter(db, after, input.until, pageRows)
    if (page.length === 0) return answer(missing(after + 1, input.until))
    const heads = headsOf(db, input, after, page.at(-1)!.sequence)
    for (const stored of page) {
      const broken = entryBreak(trust, stored, after + 1, previousHash)
      if (broken) return answer(broken)
      for (const { head, keptIn } of heads.get(stored.sequence) ?? []) {
        const brokenHead = headBreak(trust, head, stored.hash, keptIn)
        if (brokenHead) return answer(brokenHead)
        if (trust.keys !== null) holding = head
      }
      countHour(hours, {
        hour: Math.floor(stored.atMs / hourMs) * hourMs,
        severity: stored.severity,
        entries: 1,
        events: stored.count,
        first_sequence: stored.sequence,
        last_sequence: stored.sequence,
      })
      after = stored.sequence
      previousHash = stored.hash
      checked += 1
    }
    if (systemClock.monotonic() - started > input.budgetMs) break
  }
  return answer(null)
}
