/** Walks the whole log, its counters and its index, slice by slice; what it has seen it can be asked to go on from. */
import type { VerifyEvent } from '../../../shared/contract/audit.ts'
import type { Readable } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { entryBelowAll, hashAt, headBelowAll, logBounds, newestHead } from './audit.store.ts'
import type { HeadRow, LogBounds } from './audit.store.ts'
import { forgedHead, outerBreak } from './head-break.ts'
import type { Break, Trust } from './head-break.ts'
import type { KeptIn, ReadHeads } from './head-places.ts'
import { addHours, counterBreak, forgetHours } from './hour-counts.ts'
import type { HourCounts } from './hour-counts.ts'
import { checkIndex } from './index-check.service.ts'
import type { CheckedIndex, IndexCheckResult } from './index-check.service.ts'
import type { IndexSeal } from './index-seal.ts'
import { showableInteger } from '../../database/showable-figures.ts'
import type { Found } from './verdict.ts'

/** What a run has seen so far. */
export interface Seen {
  /** Entries up to this one were as written, and this was its hash. */
  after: number
  previousHash: string
  checked: number
  hours: HourCounts
  /** The newest head that holds. */
  head: HeadRow | null
  /** By file of the index. */
  seals: Map<string, IndexSeal>
  spentMs: number
}

export interface WalkOptions {
  reader: Reader<AuditSlices>
  read<T>(query: (db: Readable) => T): T
  index: CheckedIndex
  trust: Trust
  heads: ReadHeads
  /** Of the moment when the heads were read. */
  bounds: LogBounds
  seen: Seen
  /** Tells this run from others. */
  run: string
  sliceMs: number
  resumedFrom: number | null
  isStopped(): boolean
}

type Progress = Extract<VerifyEvent, { kind: 'progress' }>

/** So many entries may have come since they were counted: more are counted before the counters are compared. */
const restEntries = 5_000
const countedAtOnce = 20_000

export const seenNothing = ({ horizonSequence, horizonHash }: LogBounds): Seen => ({
  after: horizonSequence,
  previousHash: horizonHash,
  checked: 0,
  hours: new Map(),
  head: null,
  seals: new Map(),
  spentMs: 0,
})

/** Whether the log still holds what was seen, and the kept heads say nothing else of it: then one may go on from there. */
export const stillFits = (db: Readable, { after, previousHash }: Seen, kept: readonly KeptIn[]): boolean => {
  const { horizonSequence, lastSequence } = logBounds(db)
  // A place may have become readable since, and the walk does not come by its entry again.
  const fits = ({ sequence, hash }: HeadRow) => sequence > after || sequence < horizonSequence || hashAt(db, sequence) === hash
  return after <= lastSequence && (after < horizonSequence || hashAt(db, after) === previousHash) && kept.every(({ head }) => fits(head))
}

/** Retention may have dropped what was to be walked next. True where one goes on from a horizon further up. */
const followHorizon = (seen: Seen, { horizonSequence, horizonHash }: LogBounds): boolean => {
  forgetHours(seen.hours, horizonSequence)
  const isAbove = horizonSequence > seen.after
  if (isAbove) {
    seen.after = horizonSequence
    seen.previousHash = horizonHash
  }
  // Nothing was left out on the way: they are those that are still there.
  seen.checked = showableInteger(seen.after - horizonSequence)
  return isAbove
}

/** Null where it was stopped. */
async function* walkEntries(options: WalkOptions): AsyncGenerator<Progress, { broken: Break | null } | null> {
  const { reader, trust, run, seen, heads, resumedFrom, sliceMs } = options
  const until = options.bounds.lastSequence
  followHorizon(seen, options.bounds)
  const progress = (): Progress => ({
    kind: 'progress',
    phase: 'entries',
    checked: seen.checked,
    total: showableInteger(seen.checked + Math.max(0, until - seen.after)),
    resumedFrom,
  })
  yield progress()
  while (seen.after < until) {
    if (options.isStopped()) return null
    const { after, previousHash } = seen
    const slice = await reader.run('audit.verify', { trust, run, after, previousHash, until, kept: heads.kept, budgetMs: sliceMs })
    seen.after = slice.lastSequence
    seen.previousHash = slice.lastHash
    seen.checked += slice.checked
    seen.head = slice.head ?? seen.head
    addHours(seen.hours, slice.hours)
    for (const seal of slice.seals) seen.seals.set(seal.file, seal)
    if (slice.broken && !followHorizon(seen, options.read(logBounds))) return { broken: slice.broken }
    yield progress()
  }
  return { broken: null }
}

const findCounterBreak = async ({ reader, read, seen, bounds }: WalkOptions): Promise<Break | null> => {
  const counted: HourCounts = new Map([...seen.hours].map(([key, row]) => [key, { ...row }]))
  let after = bounds.lastSequence
  for (let last = read(logBounds).lastSequence; last - after > restEntries; last = read(logBounds).lastSequence) {
    const until = Math.min(last, after + countedAtOnce)
    addHours(counted, await reader.run('audit.hoursBetween', { after, until }))
    after = until
  }
  const { stored, rest, horizonSequence } = await reader.run('audit.hours', { after })
  addHours(counted, rest)
  forgetHours(counted, horizonSequence)
  return counterBreak(counted, stored, horizonSequence + 1)
}

async function* walkIndex(options: WalkOptions): AsyncGenerator<Progress, IndexCheckResult | null> {
  const { reader, read, index, trust, seen, run, sliceMs, bounds, resumedFrom } = options
  const checking = checkIndex({
    reader,
    index,
    installationId: trust.installationId,
    check: run,
    sliceMs,
    horizonSequence: read(logBounds).horizonSequence,
    horizonNow: () => read(logBounds).horizonSequence,
    lastSequence: bounds.lastSequence,
    seals: seen.seals,
  })
  try {
    while (true) {
      if (options.isStopped()) return null
      const next = await checking.next()
      if (next.done) return next.value
      yield { kind: 'progress', phase: 'index', ...next.value, resumedFrom }
    }
  } finally {
    await checking.return({ broken: null, rightParts: 0, missingParts: 0 })
  }
}

/** What stands below entry 1 no console has written. */
const breakBelowAll = (db: Readable): Break | null => {
  const sequence = entryBelowAll(db)
  const head = headBelowAll(db)
  if (sequence === null) return head && forgedHead(head, null)
  return {
    kind: 'inserted',
    sequence,
    atMs: null,
    sentence: `Entry ${sequence} was put in by somebody else: the log begins with entry 1.`,
  }
}

export type Walked = Omit<Found, 'tookMs'> & { wrongPart: string | null }

/** Progress, then what was found; null where it was stopped. `seen` is kept up to date all the way. */
export async function* walkLog(options: WalkOptions): AsyncGenerator<Progress, Walked | null> {
  const { seen, heads, trust } = options
  const walked = yield* walkEntries(options)
  if (!walked) return null
  // As they are now: the oldest part may have been dropped meanwhile, which only a newer head can say.
  const { ends, newest, insertedBreak } = options.read((db) => ({
    ends: logBounds(db),
    newest: newestHead(db),
    insertedBreak: breakBelowAll(db),
  }))
  const bounds: LogBounds = { ...ends, lastSequence: options.bounds.lastSequence }
  followHorizon(seen, ends)
  const endBreak = outerBreak(trust, { newest, kept: heads.kept }, ends) ?? insertedBreak
  const found: Walked = {
    bounds,
    checked: seen.checked,
    entryBreak: walked.broken,
    endBreak,
    derivedBreak: null,
    head: seen.head,
    heads,
    signaturesChecked: trust.keys !== null,
    rightParts: 0,
    missingParts: 0,
    wrongPart: null,
  }
  if (walked.broken || endBreak) return found
  const derivedBreak = await findCounterBreak(options)
  if (derivedBreak) return { ...found, derivedBreak }
  const index = yield* walkIndex(options)
  return index && { ...found, ...index, derivedBreak: index.broken, wrongPart: index.broken?.file ?? null }
}
