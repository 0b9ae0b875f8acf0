/** What a verification found, joined into one verdict and one sentence for an auditor. Pure. */
import type { SignedHead, Verdict } from '../../../shared/contract/audit.ts'
import type { HeadRow, LogBounds } from './audit.store.ts'
import { utc } from './head-break.ts'
import type { Break } from './head-break.ts'
import { showableInteger, showableTime } from './showable-figures.ts'

export interface Found {
  bounds: LogBounds
  checked: number
  broken: Break | null
  /** The newest head that holds over its entry. */
  head: HeadRow | null
  /** The head kept outside the database, in `keptIn`. */
  kept: HeadRow | null | 'unreadable'
  keptIn: string
  /** False while the vault is not open: then no signature could be checked. */
  signaturesChecked: boolean
  tookMs: number
}

const figures = new Intl.NumberFormat('en')
const count = (n: number, one: string, several: string): string => (n === 1 ? `1 ${one}` : `${figures.format(n)} ${several}`)

export const signedHeadOf = (row: HeadRow): SignedHead => ({
  sequence: showableInteger(row.sequence),
  atMs: showableTime(row.at_ms),
  hash: row.hash,
  keyId: row.key_id,
})

const brokenSentences = ({ bounds, broken, head }: Found): string[] => {
  const sentences = [`Broken. ${broken!.sentence}`]
  // Only what a signature covers is known to be as written: above it a whole stretch may have been made up anew.
  if (head && broken!.kind !== 'counter-wrong') {
    const first = figures.format(bounds.horizonSequence + 1)
    sentences.push(
      `Entries ${first} to ${figures.format(head.sequence)} are as they were written: the head signed on ${utc(head.at_ms)} covers them.`,
    )
  }
  return sentences
}

const intactSentences = ({ bounds, checked, head, signaturesChecked }: Found, unsigned: number, keptIn: string | null): string[] => {
  if (checked === 0) return ['The log is empty.']
  const first = figures.format(bounds.horizonSequence + 1)
  const entries =
    checked === 1 ? 'Its one entry is' : `All ${figures.format(checked)} entries, ${first} to ${figures.format(bounds.lastSequence)}, are`
  const sentences = [`Intact. ${entries} as written and none is missing.`]
  if (!signaturesChecked) return [...sentences, 'Signatures could not be checked, because the vault is not open.']
  if (!head) return [...sentences, 'No signed head covers them yet.']
  const kept = keptIn ? `, which is also kept in ${keptIn}` : ''
  sentences.push(
    `They are covered by the head signed on ${utc(head.at_ms)} over entry ${figures.format(head.sequence)} with key ${head.key_id}${kept}.`,
  )
  if (unsigned > 0) sentences.push(`${count(unsigned, 'newer entry is', 'newer entries are')} not signed yet.`)
  return sentences
}

export const verdictOf = (found: Found): Verdict => {
  const { bounds, checked, broken, head, kept, tookMs } = found
  const unsigned = Math.max(0, bounds.lastSequence - (head?.sequence ?? bounds.horizonSequence))
  const keptIn = head !== null && kept !== null && kept !== 'unreadable' && kept.sequence === head.sequence ? found.keptIn : null
  const sentences = broken ? brokenSentences(found) : intactSentences(found, unsigned, keptIn)
  if (kept === 'unreadable') sentences.push(`The head kept in ${found.keptIn} cannot be read.`)
  return {
    intact: broken === null,
    checked,
    firstSequence: bounds.firstSequence,
    lastSequence: bounds.lastSequence,
    head: head ? signedHeadOf(head) : null,
    unsigned,
    keptIn,
    broken,
    sentence: sentences.join(' '),
    tookMs,
  }
}
