/** Raises the log's horizon inside a transaction, and deletes what lies below it. Only to where this console's own signature says. */
import type { PreparedEntry } from './prepare-entry.ts'
import { prepareEntry } from './prepare-entry.ts'
import { genesisHash } from './chain.ts'
import type { By, HeadSigner, KeptHead, TrimReason, Writable } from './database.ts'
import { newestOwn, signHead } from './sign-head.ts'

/** `foreign`: the horizon is not where the newest own head has it. `inside-an-hour`: an hour lies partly above. `not-there`: no such entry. */
export class HorizonRefused extends Error {
  override name = 'HorizonRefused'
  readonly reason: 'foreign' | 'not-there' | 'inside-an-hour'
  constructor(reason: HorizonRefused['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

export interface Horizon {
  sequence: number
  hash: string
}

interface Raise {
  installationId: string
  by: By
  signer: HeadSigner
  to: number
  why: TrimReason
  atMs: number
  /** Writes entries at the end of the log. */
  append(entries: readonly PreparedEntry[]): number[]
}

const figures = new Intl.NumberFormat('en')
const reasons: Record<TrimReason, string> = { age: 'older than the log is kept', size: 'the oldest of a log that is larger than it may be' }
const utc = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Where the newest head of this signer says that the log begins; the beginning of all where it made none. */
export const signedHorizon = (tx: Writable, installationId: string, signer: HeadSigner): Horizon => {
  const own = newestOwn(tx, installationId, signer)
  return own ? { sequence: own.horizonSequence, hash: own.horizonHash } : { sequence: 0, hash: genesisHash }
}

/** What somebody else raised is not raised further: the signature would bless what they took out. */
const assertOwn = (tx: Writable, signed: Horizon): void => {
  const stored = tx.get<Horizon>('SELECT sequence, hash FROM log_horizon')
  if (stored?.sequence === signed.sequence && stored.hash === signed.hash) return
  throw new HorizonRefused('foreign', 'The horizon of the log is not where its newest signed head has it.')
}

const entryBelow = (tx: Writable, to: number, from: number): { hash: string; atMs: number } => {
  const entry = tx.get<{ hash: string; atMs: number }>(
    'SELECT lower(hex(hash)) AS hash, at_ms AS atMs FROM log_entry WHERE sequence = @to AND @to > @from',
    { to, from },
  )
  if (!entry) throw new HorizonRefused('not-there', `The horizon cannot be raised to ${to}: there is no such entry above it.`)
  return entry
}

const assertWholeHours = (tx: Writable, to: number): void => {
  const split = tx.get<{ hour: number }>('SELECT hour FROM log_hour WHERE first_sequence <= @to AND last_sequence > @to LIMIT 1', { to })
  if (split)
    throw new HorizonRefused('inside-an-hour', `The horizon cannot be raised to ${to}: the hour from ${utc(split.hour)} goes on above it.`)
}

/**
 * Enters `log.trimmed`, raises the horizon to the end of `to` and signs a head that says so. The counters of the hours
 * below go with it, so that counters and horizon never disagree; the entries go later, with `dropBelow`.
 */
export const raiseHorizon = (
  tx: Writable,
  { installationId, by, signer, to, why, atMs, append }: Raise,
): { head: KeptHead; sequences: number[] } => {
  const signed = signedHorizon(tx, installationId, signer)
  assertOwn(tx, signed)
  const last = entryBelow(tx, to, signed.sequence)
  const entries = to - signed.sequence
  const sequences = append([
    prepareEntry(
      by,
      {
        action: 'log.trimmed',
        message: `${figures.format(entries)} entries, up to ${figures.format(to)} of ${utc(last.atMs)}, were dropped: they were ${reasons[why]}`,
        detail: { throughSequence: to, throughAtMs: last.atMs, entries, why },
      },
      atMs,
    ),
  ])
  // Only now: this very entry may go on with an hour that ended below.
  assertWholeHours(tx, to)
  tx.run('UPDATE log_horizon SET sequence = @to, hash = @hash, raised_at_ms = @atMs', { to, hash: last.hash, atMs })
  tx.run('DELETE FROM log_hour WHERE first_sequence <= @to AND last_sequence <= @to', { to })
  const head = signHead(tx, installationId, signer, atMs, { sequence: to, hash: last.hash })
  if (!head) throw new HorizonRefused('foreign', 'The horizon cannot be raised: a head that is not ours stands above the end of the log.')
  return { head, sequences }
}

/** Deletes at most so many entries below the horizon, the oldest first, then heads; how many. */
export const dropBelow = (tx: Writable, horizon: number, limit: number): number => {
  const first = tx.get<{ sequence: number }>('SELECT sequence FROM log_entry ORDER BY sequence LIMIT 1')?.sequence ?? Infinity
  // Rows lie in the order of their sequences, so a range is found without a look at each.
  const entries =
    first <= horizon ? tx.run('DELETE FROM log_entry WHERE sequence <= @upTo', { upTo: Math.min(horizon, first + limit - 1) }).changes : 0
  if (entries > 0) return entries
  return tx.run(
    `DELETE FROM log_head WHERE sequence IN (
       SELECT sequence FROM log_head WHERE sequence <= @horizon AND sequence < (SELECT max(sequence) FROM log_head) ORDER BY sequence LIMIT @limit)`,
    { horizon, limit },
  ).changes
}
