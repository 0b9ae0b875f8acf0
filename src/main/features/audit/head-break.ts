/** Whether signed heads still hold over the entries they stand on. Pure. */
import type { breakKinds } from '../../../shared/contract/audit.ts'
import { encodeHead } from '../../database/chain.ts'
import { signatureHolds } from '../../database/head-signature.ts'
import { showableInteger, showableTime } from '../../database/showable-figures.ts'
import type { HeadRow } from './audit.store.ts'
import type { KeptIn } from './head-places.ts'

export interface Break {
  kind: (typeof breakKinds)[number]
  sequence: number
  atMs: number | null
  sentence: string
}

export interface TrustedKey {
  id: string
  publicKey: Uint8Array
}

/** Whose signatures are believed. `keys` is null while the vault is not open: then no signature can be told from a forged one. */
export interface Trust {
  installationId: string
  keys: readonly TrustedKey[] | null
}

export const utc = (atMs: number): string => `${new Date(showableTime(atMs)).toISOString().slice(0, -5).replace('T', ' ')} UTC`

/** Also false where nobody can tell. */
export const headHolds = ({ installationId, keys }: Trust, head: HeadRow): boolean => {
  const key = keys?.find((trusted) => trusted.id === head.key_id)
  const statement = {
    sequence: head.sequence,
    atMs: head.at_ms,
    hash: head.hash,
    horizonSequence: head.horizon_sequence,
    horizonHash: head.horizon_hash,
  }
  return key !== undefined && signatureHolds(key.publicKey, encodeHead(installationId, statement), head.signature)
}

/** `keptIn`: the file that this head comes from; null where from the log's own table. */
export const forgedHead = (head: HeadRow, keptIn: string | null): Break => ({
  kind: 'head-forged',
  sequence: showableInteger(head.sequence),
  atMs: showableTime(head.at_ms),
  sentence: keptIn
    ? `The signed head kept in ${keptIn} was forged, or is that of another installation: its signature is not that of this installation's key.`
    : `The signed head of entry ${head.sequence} was forged: its signature is not that of this installation's key.`,
})

/** What a head says of the entry it stands on; null where it holds, or where nobody can tell. */
export const headBreak = (trust: Trust, head: HeadRow, entryHash: string, keptIn: string | null): Break | null => {
  if (trust.keys !== null && !headHolds(trust, head)) return forgedHead(head, keptIn)
  if (head.hash === entryHash) return null
  const where = keptIn ? `, as the head kept in ${keptIn} shows` : ''
  const sentence = `The log was rewritten: entry ${head.sequence} links up with its neighbours, but it is not the one that was signed on ${utc(head.at_ms)}${where}.`
  return { kind: 'rewritten', sequence: head.sequence, atMs: showableTime(head.at_ms), sentence }
}

export interface OuterHeads {
  /** The newest of the log's own table, whatever it stands on. */
  newest: HeadRow | null
  /** Those kept outside the database. */
  kept: readonly KeptIn[]
}

interface Placed {
  head: HeadRow
  /** Null: the log's own table. */
  from: string | null
}

const cutBreak = ({ head, from }: Placed, { lastSequence, horizonSequence }: LogEnds): Break => {
  const end = lastSequence > horizonSequence ? `it stops at entry ${lastSequence}` : 'it is empty'
  const sentence = `The end of the log was cut off: ${end}, but ${from ? `the signed head kept in ${from}` : 'a signed head'} of ${utc(head.at_ms)} covers entries up to ${head.sequence}.`
  return { kind: 'cut', sequence: lastSequence + 1, atMs: showableTime(head.at_ms), sentence }
}

const horizonBreak = (signedHorizon: number, horizonSequence: number): Break | null =>
  horizonSequence <= signedHorizon
    ? null
    : {
        kind: 'missing',
        sequence: signedHorizon + 1,
        atMs: null,
        sentence: `Entries up to ${horizonSequence} are missing: the oldest part was dropped without a signed head that says so.`,
      }

interface LogEnds {
  lastSequence: number
  horizonSequence: number
}

const highest = (placed: readonly Placed[]): Placed | undefined => placed.toSorted((a, b) => b.head.sequence - a.head.sequence)[0]

/** What the newest heads say of a log that ends at `lastSequence` and begins above `horizonSequence`. */
export const outerBreak = (trust: Trust, { newest, kept }: OuterHeads, ends: LogEnds): Break | null => {
  const placed: Placed[] = [...(newest ? [{ head: newest, from: null }] : []), ...kept.map(({ head, keptIn }) => ({ head, from: keptIn }))]
  const believed = placed.filter(({ head }) => trust.keys === null || headHolds(trust, head))

  const above = highest(believed.filter(({ head }) => head.sequence > ends.lastSequence))
  if (above) return cutBreak(above, ends)
  const notOurs = placed.find((one) => !believed.includes(one))
  if (notOurs) return forgedHead(notOurs.head, notOurs.from)

  // Places outside are written after the table.
  const outside = highest(placed.filter(({ from }) => from !== null))
  if (outside && outside.head.sequence > (newest?.sequence ?? 0)) {
    const { head, from } = outside
    const sentence = `Signed heads were taken out of the log: the one kept in ${from}, over entry ${head.sequence}, is not among them.`
    return { kind: 'cut', sequence: head.sequence, atMs: showableTime(head.at_ms), sentence }
  }
  return horizonBreak(Math.max(0, ...believed.map(({ head }) => head.horizon_sequence)), ends.horizonSequence)
}
