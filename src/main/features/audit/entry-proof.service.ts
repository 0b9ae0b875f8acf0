/** One entry's place in the chain: its neighbours, and the way up to the next signed head. */
import type { EntryProof } from '../../../shared/contract/audit.ts'
import type { Readable } from '../../database/database.ts'
import type { Reader } from '../../database/reader.ts'
import type { AuditSlices } from './audit.slices.ts'
import { entryAt, firstHeadFrom, hashAt, logBounds } from './audit.store.ts'
import type { HeadRow, StoredEntry } from './audit.store.ts'
import type { Break, Trust } from './head-break.ts'
import type { KeptIn } from './head-places.ts'
import { signedHeadOf } from './verdict.ts'

export interface ProofOptions {
  reader: Reader<AuditSlices>
  trust: Trust
  kept: readonly KeptIn[]
  sliceMs: number
}

/** A proof goes up at most this far; a log so busy is verified as a whole. */
const proofReach = 100_000

const surroundings = (db: Readable, { sequence }: StoredEntry) => {
  const older = entryAt(db, sequence - 1)
  return {
    older,
    newer: entryAt(db, sequence + 1),
    before: hashAt(db, sequence - 1),
    beforeOlder: older ? hashAt(db, sequence - 2) : null,
    head: firstHeadFrom(db, sequence),
    lastSequence: logBounds(db).lastSequence,
  }
}

const link = (entry: StoredEntry | null, previousHash: string | null) =>
  entry && { sequence: entry.sequence, atMs: entry.entry.atMs, hash: entry.hash, previousHash: previousHash ?? '' }

/** What is broken next to the entry breaks it, and so does a head that was signed over something else; what is broken further up only keeps it from being proved. */
const stateOf = (stored: StoredEntry, broken: Break): Pick<EntryProof, 'state' | 'reason' | 'brokenAt'> => {
  const brokenAt = broken.sequence
  const near = broken.sequence <= stored.sequence + 1 || broken.kind === 'rewritten' || broken.kind === 'head-forged'
  if (near) return { state: 'broken', reason: broken.sentence, brokenAt }
  return {
    state: 'unsigned',
    reason: `It links up with its neighbours, but the way up to a signed head is broken: ${broken.sentence}`,
    brokenAt,
  }
}

export const proveEntry = async (
  read: <T>(query: (db: Readable) => T) => T,
  stored: StoredEntry,
  { reader, trust, kept, sliceMs }: ProofOptions,
): Promise<EntryProof> => {
  const around = read((db) => surroundings(db, stored))
  const { older, newer, before, beforeOlder, lastSequence } = around
  const above = kept.map((one) => one.head).filter(({ sequence }) => sequence >= stored.sequence && sequence <= lastSequence)
  const head: HeadRow | null = around.head ?? above.toSorted((a, b) => a.sequence - b.sequence)[0] ?? null
  const places = {
    entry: link(stored, before)!,
    newer: link(newer, stored.hash),
    older: link(older, beforeOlder),
    head: head && signedHeadOf(head),
    brokenAt: null,
  }
  if (before === null)
    return {
      ...places,
      state: 'broken',
      brokenAt: stored.sequence,
      reason: `Entry ${stored.sequence - 1}, which this one links to, is missing: it was deleted.`,
    }

  const top = Math.min(head?.sequence ?? stored.sequence + 1, lastSequence)
  const until = Math.min(top, stored.sequence + proofReach)
  let [after, previousHash] = beforeOlder === null ? [stored.sequence - 1, before] : [stored.sequence - 2, beforeOlder]
  let proved = false
  while (after < until) {
    const slice = await reader.run('audit.verify', { trust, run: null, after, previousHash, until, kept, budgetMs: sliceMs })
    if (slice.broken) return { ...places, ...stateOf(stored, slice.broken) }
    proved ||= slice.head !== null && slice.head.sequence >= stored.sequence
    after = slice.lastSequence
    previousHash = slice.lastHash
  }
  if (proved) return { ...places, state: 'proved', reason: null }
  if (trust.keys === null) return { ...places, state: 'unsigned', reason: 'Signatures cannot be checked while the vault is not open.' }
  if (until < top)
    return {
      ...places,
      state: 'unsigned',
      reason: 'The next signed head lies too far up to go there for one entry. Verify the log to prove it.',
    }
  return { ...places, state: 'unsigned', reason: null }
}
