/** What a verification found, joined into two verdicts, integrity and completeness, with sentences for an auditor. Pure. */
import type { SignedHead, Verdict } from '../../../shared/contract/audit.ts'
import type { HeadRow, LogBounds } from './audit.store.ts'
import { utc } from './head-break.ts'
import type { Break } from './head-break.ts'
import type { ReadHeads } from './head-places.ts'
import { showableInteger, showableTime } from '../../database/showable-figures.ts'

export interface Found {
  bounds: LogBounds
  checked: number
  /** Met on the way through the entries, which ended there. */
  entryBreak: Break | null
  /** What the newest heads say of the log's ends. */
  endBreak: Break | null
  /** Counters and index; looked at only where all before is well. */
  derivedBreak: Break | null
  /** The newest head that holds over its entry. */
  head: HeadRow | null
  /** Heads kept outside the database. */
  heads: ReadHeads
  /** False while the vault is not open: then no signature could be checked. */
  signaturesChecked: boolean
  /** Parts of the index that are right, and sealed ones that are made anew. */
  rightParts: number
  missingParts: number
  tookMs: number
}

const figures = new Intl.NumberFormat('en')
const count = (n: number, one: string, several: string): string => (n === 1 ? `1 ${one}` : `${figures.format(n)} ${several}`)
const listed = new Intl.ListFormat('en', { type: 'conjunction' })

export const signedHeadOf = (row: HeadRow): SignedHead => ({
  sequence: showableInteger(row.sequence),
  atMs: showableTime(row.at_ms),
  hash: row.hash,
  keyId: row.key_id,
})

/** It takes the newest entries out of the log, or the oldest, and leaves those that are there as they were. */
const takesOnly = ({ kind }: Break): boolean => kind === 'cut' || kind === 'missing'

const integrityBreakOf = ({ entryBreak, endBreak, derivedBreak }: Found): Break | null =>
  entryBreak ?? (endBreak && !takesOnly(endBreak) ? endBreak : derivedBreak)

/** Only what a signature covers is known to be as written: above it a whole stretch may have been made up anew. */
const stillCovered = ({ bounds, head }: Found): string[] =>
  head
    ? [
        `Entries ${figures.format(bounds.horizonSequence + 1)} to ${figures.format(head.sequence)} are as they were written: the head signed on ${utc(head.at_ms)} covers them.`,
      ]
    : []

const integrityOf = (found: Found): Verdict['integrity'] => {
  const { bounds, checked, endBreak, rightParts, missingParts } = found
  const broken = integrityBreakOf(found)
  if (broken) {
    const more = broken.kind === 'counter-wrong' || broken.kind === 'index-wrong' ? [] : stillCovered(found)
    return { holds: false, sentence: [broken.sentence, ...more].join(' ') }
  }
  if (checked === 0) return { holds: true, sentence: 'The log is empty.' }
  const first = figures.format(bounds.horizonSequence + 1)
  const entries =
    checked === 1 ? 'Its one entry is' : `All ${figures.format(checked)} entries, ${first} to ${figures.format(bounds.lastSequence)}, are`
  const derived = endBreak ? '' : rightParts > 0 ? ', and so are the counters and the index' : ', and so are the counters'
  const sentences = [`${entries} as written${derived}.`]
  if (missingParts > 0) sentences.push(`${count(missingParts, 'part of the index is', 'parts of the index are')} missing and made anew.`)
  return { holds: true, sentence: sentences.join(' ') }
}

/** Places that keep this very head, and those that keep an older one. */
const keptOf = ({ heads: { kept } }: Found, head: HeadRow) => ({
  here: kept.filter((one) => one.head.sequence === head.sequence && one.head.hash === head.hash).map(({ keptIn }) => keptIn),
  older: kept.filter((one) => one.head.sequence < head.sequence),
})

const keptSentences = (found: Found, head: HeadRow): string[] => {
  const { here, older } = keptOf(found, head)
  const sentences = [
    here.length > 0
      ? `That head is also kept in ${listed.format(here)}.`
      : 'That head is kept nowhere outside of the database, so that a tail that was cut off together with it would not be seen.',
  ]
  for (const { head: other, keptIn } of older)
    sentences.push(`An older one, over entry ${figures.format(other.sequence)}, is kept in ${keptIn}.`)
  return sentences
}

const completeSentences = (found: Found, head: HeadRow, unsigned: number): string[] => {
  const { bounds } = found
  const sentences = [
    `Complete up to entry ${figures.format(head.sequence)}, signed on ${utc(head.at_ms)} with key ${head.key_id}.`,
    ...keptSentences(found, head),
  ]
  if (bounds.horizonSequence > 0)
    sentences.push(
      `Entries up to ${figures.format(bounds.horizonSequence)} were dropped by retention or left out of a restored backup, as that head says.`,
    )
  if (unsigned > 0) sentences.push(`${count(unsigned, 'newer entry is', 'newer entries are')} not signed yet.`)
  return sentences
}

const completenessOf = (found: Found, unsigned: number): Verdict['completeness'] => {
  const { entryBreak, endBreak, head, heads, signaturesChecked } = found
  const unreadable = heads.unreadable.map((place) => `The head kept in ${place} cannot be read.`)
  const told = (state: Verdict['completeness']['state'], sentences: string[]) => ({
    state,
    sentence: [...sentences, ...unreadable].join(' '),
  })
  const taken = [entryBreak, endBreak].find((one) => one !== null && takesOnly(one))
  if (taken) return told('incomplete', [`Incomplete. ${taken.sentence}`])
  if (entryBreak) return told('unknown', [`Unknown, since the verification ended at entry ${figures.format(entryBreak.sequence)}.`])
  if (!signaturesChecked) return told('unknown', ['Unknown. Signatures could not be checked, because the vault is not open.'])
  if (!head) return told('unknown', ['Unknown. No signed head says yet how far the log went.'])
  return told('complete', completeSentences(found, head, unsigned))
}

export const verdictOf = (found: Found): Verdict => {
  const { bounds, checked, head, tookMs, entryBreak, endBreak, derivedBreak } = found
  const unsigned = showableInteger(Math.max(0, bounds.lastSequence - (head?.sequence ?? bounds.horizonSequence)))
  const integrity = integrityOf(found)
  const completeness = completenessOf(found, unsigned)
  const broken = entryBreak ?? endBreak ?? derivedBreak
  // What is missing in the middle is told once.
  const told = entryBreak !== null && takesOnly(entryBreak) ? [integrity.sentence] : [integrity.sentence, completeness.sentence]
  return {
    intact: broken === null,
    integrity,
    completeness,
    checked,
    firstSequence: bounds.firstSequence,
    lastSequence: bounds.lastSequence,
    head: head ? signedHeadOf(head) : null,
    unsigned,
    keptIn: head ? keptOf(found, head).here : [],
    horizon:
      bounds.horizonSequence > 0 && endBreak?.kind !== 'missing' ? { sequence: bounds.horizonSequence, hash: bounds.horizonHash } : null,
    broken,
    sentence: [broken ? 'Broken.' : 'Intact.', ...told].join(' '),
    tookMs,
  }
}
