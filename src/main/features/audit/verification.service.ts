/** Verifies the whole log, slice by slice, and enters what was found. */
import type { Clock } from '../../../ports/clock.ts'
import type { Verdict, VerifyEvent } from '../../../shared/contract/audit.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { logBounds, newestHead } from './audit.store.ts'
import type { HeadRow } from './audit.store.ts'
import { outerBreak } from './head-break.ts'
import type { Break, Trust } from './head-break.ts'
import { counterBreak, countHour } from './hour-counts.ts'
import type { HourCounts } from './hour-counts.ts'
import { keptHeadFile, readKeptHead } from './kept-head.ts'
import { verdictOf } from './verdict.ts'

const figures = new Intl.NumberFormat('en')

export interface VerificationOptions {
  database: Database
  reader: Reader<AuditSlices>
  clock: Clock
  keptHeadPath: string
  trust(): Trust
  sliceMs: number
}

const entryOfVerdict = (verdict: Verdict): AuditEvent => ({
  action: 'log.verified',
  message: verdict.intact
    ? `The log was verified: ${figures.format(verdict.checked)} entries are intact`
    : `The log was verified and is broken: ${verdict.broken?.sentence ?? ''}`,
  severity: verdict.intact ? 'info' : 'critical',
  outcome: verdict.intact ? 'done' : 'failed',
  detail: {
    checked: verdict.checked,
    upTo: verdict.lastSequence,
    headSequence: verdict.head?.sequence ?? null,
    brokenAt: verdict.broken?.sequence ?? null,
  },
})

export const createVerification = ({ database, reader, clock, keptHeadPath, trust: trustNow, sliceMs }: VerificationOptions) =>
  /** Progress, then the verdict. Ends early when the signal aborts. The result is itself entered into the log. */
  async function* verify(by: By, signal: AbortSignal | undefined): AsyncGenerator<VerifyEvent> {
    const startedMs = clock.monotonic()
    await database.flush()
    // Read together, with nothing awaited in between: all of one moment.
    const { bounds, newest } = database.read((db) => ({ bounds: logBounds(db), newest: newestHead(db) }))
    const found = readKeptHead(keptHeadPath)
    const trust = trustNow()

    const keptHead = found === 'unreadable' ? null : found
    const kept = keptHead && { head: keptHead, keptIn: keptHeadFile }
    const until = bounds.lastSequence
    const total = Math.max(0, until - bounds.horizonSequence)
    const hours: HourCounts = new Map()
    let after = bounds.horizonSequence
    let previousHash = bounds.horizonHash
    let checked = 0
    let head: HeadRow | null = null
    let broken: Break | null = null

    yield { kind: 'progress', checked, total }
    while (after < until && !broken) {
      if (signal?.aborted) return
      const slice = await reader.run('audit.verify', { trust, after, previousHash, until, kept, budgetMs: sliceMs })
      checked += slice.checked
      after = slice.lastSequence
      previousHash = slice.lastHash
      head = slice.head ?? head
      broken = slice.broken
      for (const row of slice.hours) countHour(hours, row)
      yield { kind: 'progress', checked, total }
    }
    broken ??= outerBreak(trust, { newest, kept: keptHead, keptIn: keptHeadFile }, bounds)
    if (!broken) {
      const { stored, rest } = await reader.run('audit.hours', { after: until })
      for (const row of rest) countHour(hours, row)
      broken = counterBreak(hours, stored, bounds.horizonSequence + 1)
    }
    if (signal?.aborted) return

    const verdict = verdictOf({
      bounds,
      checked,
      broken,
      head,
      kept: found,
      keptIn: keptHeadFile,
      signaturesChecked: trust.keys !== null,
      tookMs: Math.round(clock.monotonic() - startedMs),
    })
    // The verdict is told also where it cannot be entered.
    const entered = await database.append(by, entryOfVerdict(verdict)).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    yield { kind: 'verdict', verdict }
    if (entered) throw entered.error
  }
