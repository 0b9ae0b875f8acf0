/** What a verification found, joined into one verdict and one sentence for an auditor. Pure. */
import { severities } from '../../../shared/contract/audit.ts'
import type { Verdict } from '../../../shared/contract/audit.ts'
import type { HeadRow, HourRow, LogBounds } from './audit.store.ts'
import { utc } from './head-break.ts'
import type { Break } from './head-break.ts'

export interface Found {
  bounds: LogBounds
  checked: number
  /** What the walk through the entries found. */
  broken: Break | null
  /** The newest head that the walk found to hold. */
  head: HeadRow | null
  /** The newest row of the heads' table, whatever it stands on. */
  newestHead: HeadRow | null
  keptHead: HeadRow | null | 'unreadable'
  hours: ReadonlyMap<string, HourRow>
  /** The stored counters of hours that lie wholly in what was walked. */
  storedHours: readonly HourRow[]
  keptIn: string
  tookMs: number
}

const figures = new Intl.NumberFormat('en')

const cutTail = ({ bounds, newestHead, keptHead, keptIn }: Found): Break | null => {
  const kept = keptHead === 'unreadable' ? null : keptHead
  const top = [newestHead, kept].filter((head) => head !== null).toSorted((a, b) => b.sequence - a.sequence)[0]
  if (!top || top.sequence <= bounds.lastSequence) return null
  const where = top === newestHead ? 'a signed head' : `the signed head kept in ${keptIn}`
  const sentence = `The end of the log was cut off: it stops at entry ${bounds.lastSequence}, but ${where} of ${utc(top.at_ms)} covers entries up to ${top.sequence}.`
  return { kind: 'cut', sequence: bounds.lastSequence + 1, atMs: top.at_ms, sentence }
}

const movedHorizon = ({ bounds, newestHead }: Found): Break | null => {
  if (!newestHead || bounds.horizonSequence <= newestHead.horizon_sequence) return null
  const sentence = `Entries up to ${bounds.horizonSequence} are missing: the oldest part was dropped without a signed head that says so.`
  return { kind: 'missing', sequence: newestHead.horizon_sequence + 1, atMs: null, sentence }
}

/** A counter is wrong where an hour that lies wholly in the walk differs from what was counted. */
const wrongCounter = ({ hours, storedHours }: Found): Break | null => {
  for (const stored of storedHours) {
    const counted = hours.get(`${stored.hour} ${stored.severity}`)
    const same =
      counted && counted.entries === stored.entries && counted.events === stored.events && counted.last_sequence === stored.last_sequence
    if (same) continue
    const word = severities[stored.severity] ?? String(stored.severity)
    const sentence = `The entries are intact, but the counter of the hour from ${utc(stored.hour)} (${word}) says ${stored.entries} where there are ${counted?.entries ?? 0}.`
    return { kind: 'counter-wrong', sequence: stored.first_sequence, atMs: stored.hour, sentence }
  }
  return null
}

export const verdictOf = (found: Found): Verdict => {
  const { bounds, checked, head, keptHead } = found
  const broken = found.broken ?? cutTail(found) ?? movedHorizon(found) ?? wrongCounter(found)
  const unsigned = bounds.lastSequence - (head?.sequence ?? bounds.horizonSequence)
  const isKept = head !== null && keptHead !== null && keptHead !== 'unreadable' && keptHead.sequence <= head.sequence
  const keptIn = isKept ? found.keptIn : null
  const first = bounds.horizonSequence + 1
  const parts: string[] = []
  if (broken) {
    parts.push(`Broken. ${broken.sentence}`)
    if (checked > 0 && broken.sequence > first)
      parts.push(
        `The ${figures.format(checked)} ${checked === 1 ? 'entry' : 'entries'} before it ${checked === 1 ? 'is' : 'are'} as written.`,
      )
  } else if (bounds.lastSequence === 0) {
    parts.push('The log is empty.')
  } else {
    parts.push(
      `Intact. All ${figures.format(checked)} entries, ${figures.format(first)} to ${figures.format(bounds.lastSequence)}, are as they were written and none is missing.`,
    )
    if (head) {
      const kept = keptIn && keptHead !== 'unreadable' && keptHead ? `, the newest also kept in ${keptIn}` : ''
      parts.push(
        `They are covered by the head signed on ${utc(head.at_ms)} over entry ${figures.format(head.sequence)} with key ${head.key_id}${kept}.`,
      )
      if (unsigned > 0) parts.push(`The newest ${unsigned === 1 ? 'entry is' : `${figures.format(unsigned)} entries are`} not signed yet.`)
    } else parts.push('No signed head covers them yet.')
  }
  if (keptHead === 'unreadable') parts.push(`The head kept in ${found.keptIn} cannot be read.`)
  return {
    intact: broken === null,
    checked,
    firstSequence: bounds.firstSequence,
    lastSequence: bounds.lastSequence,
    head: head ? { sequence: head.sequence, atMs: head.at_ms, hash: head.hash, keyId: head.key_id } : null,
    unsigned,
    keptIn,
    broken,
    sentence: parts.join(' '),
    tookMs: found.tookMs,
  }
}
