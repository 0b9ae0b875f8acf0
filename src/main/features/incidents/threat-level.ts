/** The threat level of the moment: what was observed, weighed, and held for a while before it falls. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { threatLevels } from '../../../shared/contract/incidents.ts'
import type { ThreatLevel } from '../../../shared/contract/incidents.ts'

export type Level = ThreatLevel['level']

export interface Observed {
  /** Open incidents by severity: all of them, and those with an entry in the last hour. */
  open: Record<Severity, { all: number; active: number }>
  /** Events of the last quarter of an hour. */
  events: number
  refused: number
  /** Critical events of the last hour, whether or not somebody closed their incident. */
  critical: number
}

export interface Held {
  level: Level
  sinceMs: number
  /** Since when all that was observed spoke for a lower level; null while nothing does. */
  lowerSinceMs: number | null
}

/** Below so many refusals a share says nothing: on a quiet console one wrong password is most of what happens. */
const leastRefused = 20
const highShare = 0.5
const elevatedShare = 0.2
/** So long must all be calmer before the level falls. */
export const holdMs = 5 * 60_000

export const formula =
  'Critical while an open incident of critical severity had an entry in the last hour. ' +
  'High while an open incident is critical, or one of high severity had an entry in the last hour, ' +
  `or at least half of what happened in the last 15 minutes was refused (${leastRefused} refusals or more). ` +
  'Elevated while an open incident of high severity waits, one of medium severity had an entry in the last hour, ' +
  'something critical was entered in the last hour, or a fifth of what happened in the last 15 minutes was refused. ' +
  'Otherwise normal. It rises at once, and falls when all has been calmer for 5 minutes.'

interface Weighed {
  level: Level
  reasons: string[]
}

const incidents = (count: number, severity: Severity): string => `${count} open incident${count === 1 ? '' : 's'} of ${severity} severity`

export const weigh = ({ open, events, refused, critical }: Observed): Weighed => {
  const found: { level: Level; reason: string }[] = []
  const add = (level: Level, holds: boolean, reason: string) => holds && found.push({ level, reason })
  const share = events === 0 ? 0 : refused / events
  const many = refused >= leastRefused
  const refusals = `${refused} of ${events} events in the last 15 minutes were refused`
  const active = (severity: Severity) => `${incidents(open[severity].active, severity)} with entries in the last hour`

  add('critical', open.critical.active > 0, active('critical'))
  add('high', open.critical.all > open.critical.active, `${incidents(open.critical.all - open.critical.active, 'critical')} waiting`)
  add('high', open.high.active > 0, active('high'))
  add('high', many && share >= highShare, refusals)
  add('elevated', open.high.all > open.high.active, `${incidents(open.high.all - open.high.active, 'high')} waiting`)
  add('elevated', open.medium.active > 0, active('medium'))
  add('elevated', critical > 0 && open.critical.all === 0, `${critical} critical event${critical === 1 ? '' : 's'} in the last hour`)
  add('elevated', many && share >= elevatedShare && share < highShare, refusals)
  return { level: found[0]?.level ?? 'normal', reasons: found.map(({ reason }) => reason) }
}

const rankOf = (level: Level): number => threatLevels.indexOf(level)

/** What is held from now on. Rises at once; falls to what was observed once that has been lower for `holdMs`. */
export const hold = (held: Held, observed: Level, nowMs: number): Held => {
  if (rankOf(observed) > rankOf(held.level)) return { level: observed, sinceMs: nowMs, lowerSinceMs: null }
  if (observed === held.level) return held.lowerSinceMs === null ? held : { ...held, lowerSinceMs: null }
  // A clock that stepped back would hold it for longer than anybody waits.
  const lowerSinceMs = held.lowerSinceMs === null || held.lowerSinceMs > nowMs ? nowMs : held.lowerSinceMs
  if (nowMs - lowerSinceMs >= holdMs) return { level: observed, sinceMs: nowMs, lowerSinceMs: null }
  return { ...held, lowerSinceMs }
}

const sentences: Record<Level, string> = {
  normal: 'Nothing speaks for an attack.',
  elevated: 'Something wants a look.',
  high: 'Somebody should look now.',
  critical: 'Act now.',
}

export const levelOf = (held: Held, observed: Observed): ThreatLevel => {
  const { level, reasons } = weigh(observed)
  const calmer = rankOf(level) < rankOf(held.level)
  return {
    level: held.level,
    sentence: calmer ? 'It has become calmer; the level falls when that has lasted for 5 minutes.' : sentences[held.level],
    reasons,
    formula,
    sinceMs: held.sinceMs,
  }
}

/** Whether the log should hold it: it rises to high or critical, or falls back from there. */
export const isTold = (from: Level, to: Level): boolean => from !== to && Math.max(rankOf(from), rankOf(to)) >= rankOf('high')
export const rises = (from: Level, to: Level): boolean => rankOf(to) > rankOf(from)

export const noneOpen = (): Observed['open'] =>
  Object.fromEntries(severities.map((severity) => [severity, { all: 0, active: 0 }])) as Observed['open']
