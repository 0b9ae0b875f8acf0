/** Up to which entry retention may drop: whole hours, what is too old or too much, never the last day. Pure. */
import type { TrimReason } from '../../database/database.ts'

/** The counter of one hour and severity: between these two sequences lie entries of that hour. */
export interface HourSpan {
  /** UTC ms of its beginning. */
  hour: number
  firstSequence: number
  lastSequence: number
}

export interface RetentionRules {
  keepMs: number
  maxBytes: number
}

export interface LogStanding {
  nowMs: number
  /** The time up to which the log itself goes, an hour ago or more: what looks old by a clock that was just set may not be. */
  believedMs: number
  horizonSequence: number
  lastSequence: number
  /** Of database and index, for the entries above the horizon. */
  usedBytes: number
}

export interface NextHorizon {
  sequence: number
  why: TrimReason
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Below the cap it goes by so much more, so that a full log is not trimmed every hour. */
const spared = 0.95

/**
 * Where the log can be cut so that every hour lies wholly below or wholly above, and all below ended before `beforeMs`.
 * `spans` by their first sequence. Hours that interleave because the clock stepped back go together, with the youngest
 * of them; an hour of the future was entered by a wrong clock and is as old as those around it.
 */
const cutsOf = (spans: readonly HourSpan[], whole: boolean, nowMs: number, beforeMs: number): number[] => {
  const cuts: number[] = []
  let last = 0
  for (const [index, { hour, lastSequence }] of spans.entries()) {
    if (hour + hourMs > beforeMs && hour <= nowMs) break
    last = Math.max(last, lastSequence)
    const next = spans[index + 1]
    // Of a stretch of more hours, nobody knows what begins after the last one.
    if (next ? next.firstSequence > last : whole) cuts.push(last)
  }
  return cuts
}

/**
 * Null where nothing is to go. `spans`: the oldest hours above the horizon, by their first sequence; `whole` where there
 * are no others. By age whole days go, so that it happens once a day.
 */
export const nextHorizon = (
  spans: readonly HourSpan[],
  whole: boolean,
  rules: RetentionRules,
  standing: LogStanding,
): NextHorizon | null => {
  const { nowMs, believedMs, horizonSequence, lastSequence, usedBytes } = standing
  const youngestMs = nowMs - dayMs
  const oldMs = Math.min(youngestMs, Math.floor((Math.min(believedMs, nowMs) - rules.keepMs) / dayMs) * dayMs)
  const old = cutsOf(spans, whole, nowMs, oldMs).at(-1) ?? 0

  let much = 0
  const entries = lastSequence - horizonSequence
  if (usedBytes > rules.maxBytes && entries > 0) {
    const enough = horizonSequence + Math.ceil((entries * (usedBytes - rules.maxBytes * spared)) / usedBytes)
    const cuts = cutsOf(spans, whole, nowMs, youngestMs)
    much = cuts.find((cut) => cut >= enough) ?? cuts.at(-1) ?? 0
  }
  const sequence = Math.max(old, much)
  // Some entry always stays: the horizon's own head is signed over it.
  if (sequence <= horizonSequence || sequence >= lastSequence) return null
  return { sequence, why: old >= much ? 'age' : 'size' }
}
