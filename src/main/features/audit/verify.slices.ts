/** Walks a stretch of the log: recomputes each hash, compares each signed head, and stops at the first entry that is not as it was written. */
import { systemClock } from '../../../ports/clock.ts'
import { hashEntry } from '../../database/chain.ts'
import type { Readable } from '../../database/database.ts'
import { entriesAfter, headsBetween } from './audit.store.ts'
import type { HeadRow, HourRow } from './audit.store.ts'
import { headBreak, utc } from './head-break.ts'
import type { Break, TrustedKey } from './head-break.ts'
import { countHour } from './hour-counts.ts'

export interface VerifyInput {
  installationId: string
  /** Begins above this sequence, whose hash is `previousHash`. */
  after: number
  previousHash: string
  until: number
  keys: TrustedKey[]
  /** The head kept outside the database, where there is one. */
  keptHead: HeadRow | null
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
export const verifySlice = (db: Readable, input: VerifyInput): VerifySlice => {
  const started = systemClock.monotonic()
  const hours = new Map<string, HourRow>()
  let { after, previousHash } = input
  let checked = 0
  let head: HeadRow | null = null
  const answer = (broken: Break | null): VerifySlice => ({
    checked,
    lastSequence: after,
    lastHash: previousHash,
    broken,
    head,
    hours: [...hours.values()],
  })

  while (after < input.until) {
    const page = entriesAfter(db, after, input.until, pageRows)
    const pageEnd = page.at(-1)?.sequence ?? input.until
    const heads = new Map(headsBetween(db, after, pageEnd).map((row) => [row.sequence, [row]]))
    const kept = input.keptHead
    if (kept && kept.sequence > after && kept.sequence <= pageEnd) heads.set(kept.sequence, [...(heads.get(kept.sequence) ?? []), kept])
    if (page.length === 0) return answer(missing(after + 1, input.until))
    for (const stored of page) {
      if (stored.sequence !== after + 1) return answer(missing(after + 1, stored.sequence - 1))
      if (!stored.chained) {
        const sentence = `Entry ${stored.sequence} cannot be read as it was written: a word it refers to was taken out of the log's dictionary.`
        return answer({ kind: 'unreadable', sequence: stored.sequence, atMs: stored.atMs, sentence })
      }
      if (hashEntry(input.installationId, stored.chained, previousHash) !== stored.hash) {
        const sentence =
          `Entry ${stored.sequence} of ${utc(stored.atMs)} is not as it was written: what it says, or a word it refers to, was changed` +
          (stored.sequence > 1 ? ` (or entry ${stored.sequence - 1} before it was replaced together with its hash).` : '.')
        return answer({ kind: 'changed', sequence: stored.sequence, atMs: stored.atMs, sentence })
      }
      for (const row of heads.get(stored.sequence) ?? []) {
        const broken = headBreak(input.installationId, row, stored.hash, input.keys)
        if (broken) return answer(broken)
        head = row
      }
      countHour(hours, {
        hour: Math.floor(stored.atMs / hourMs) * hourMs,
        severity: stored.severity,
        entries: 1,
        events: stored.entry.count,
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

const missing = (from: number, to: number): Break => ({
  kind: 'missing',
  sequence: from,
  atMs: null,
  sentence: from === to ? `Entry ${from} is missing: it was deleted.` : `Entries ${from} to ${to} are missing: they were deleted.`,
})
