/** The log of a period in figures: over time, by severity and class, and who and what occurs most. */
import { actorKey, auditFilterSchema } from '../../../shared/contract/audit-filter.ts'
import type { Actor } from '../../../shared/contract/audit-filter.ts'
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import type { Readable } from '../../database/database.ts'
import type { LogIndex } from '../../database/log-index/log-index.ts'
import { wantedOf } from './audit-filter.store.ts'
import { within } from './count-log.store.ts'
import { actorsOf, wordsOf } from './filter-choices.store.ts'
import { barsOf, createBars, floorTo, stepFor } from './histogram-bars.ts'
import { countPlainTime } from './histogram.store.ts'
import { rankingsOf } from './rankings.store.ts'
import { inOrder } from './ranked-values.ts'
import type { Ranking } from './ranked-values.ts'

export interface StatisticsInput {
  fromMs: number
  /** Not included. */
  toMs: number
  /** So many of each ranking. */
  top: number
}

const hourMs = 3_600_000
const mostBars = 300
/** A cut hour of more entries is taken whole: to look at each would take too long. */
const mostInCutHour = 30_000
const mostClasses = 50

/** Where the period cuts an hour that is too full to be looked through, the whole hour is told, and the answer says so. */
const roundedPeriod = (db: Readable, { fromMs, toMs }: StatisticsInput): { fromMs: number; toMs: number } => {
  const isFull = (atMs: number, lengthMs: number): boolean => {
    const hour = db.get<{ entries: number }>('SELECT total(entries) AS entries FROM log_hour WHERE hour = @hour', {
      hour: floorTo(atMs, hourMs),
    })
    return ((hour?.entries ?? 0) * lengthMs) / hourMs > mostInCutHour
  }
  const firstHourEnds = Math.ceil(fromMs / hourMs) * hourMs
  const lastHourBegins = floorTo(toMs, hourMs)
  return {
    fromMs: isFull(fromMs, Math.min(firstHourEnds, toMs) - fromMs) ? floorTo(fromMs, hourMs) : fromMs,
    toMs: isFull(toMs, toMs - Math.max(lastHourBegins, fromMs)) ? Math.ceil(toMs / hourMs) * hourMs : toMs,
  }
}

interface Ranked<What> {
  what: What
  entries: number
  events: number
  refused: number
}

const rankedWords = (db: Readable, ranking: Ranking, limit: number): Ranked<string>[] => {
  const first = inOrder([...ranking.values()].filter(({ value }) => value !== 0)).slice(0, limit)
  const words = wordsOf(
    db,
    first.map(({ value }) => value),
  )
  return first.map(({ value, entries, events, refused }) => ({ what: words.get(value) ?? '(word missing)', entries, events, refused }))
}

/** One who has changed the name is one, under the newest. */
const rankedActors = (db: Readable, ranking: Ranking, limit: number): Ranked<Actor>[] => {
  const actors = actorsOf(db, [...ranking.keys()])
  const byKey = new Map<string, Ranked<Actor> & { value: number }>()
  for (const { value, entries, events, refused } of ranking.values()) {
    const actor = actors.get(value)
    if (!actor) continue
    const known = byKey.get(actorKey(actor))
    if (!known) byKey.set(actorKey(actor), { what: actor, value, entries, events, refused })
    else {
      if (value > known.value) Object.assign(known, { what: actor, value })
      known.entries += entries
      known.events += events
      known.refused += refused
    }
  }
  return inOrder(byKey.values())
    .slice(0, limit)
    .map(({ what, entries, events, refused }) => ({ what, entries, events, refused }))
}

const sumOf = (ranking: Ranking, field: 'refused' | 'failed'): number => [...ranking.values()].reduce((sum, one) => sum + one[field], 0)

export const statisticsOf = (db: Readable, input: StatisticsInput, index: LogIndex): AuditStatistics => {
  const { fromMs, toMs } = roundedPeriod(db, input)
  const bars = createBars(stepFor(fromMs, Math.max(fromMs, toMs), mostBars))
  const wanted = wantedOf(db, auditFilterSchema.parse({ fromMs, toMs }))
  if (wanted && toMs > fromMs) countPlainTime(db, index, within(wanted, fromMs, toMs), bars)
  const told = barsOf(bars)
  const bySeverity = told.reduce<AuditStatistics['bySeverity']>(
    (sum, { counts }) => [sum[0] + counts[0], sum[1] + counts[1], sum[2] + counts[2], sum[3] + counts[3], sum[4] + counts[4]],
    [0, 0, 0, 0, 0],
  )
  const { rankings, exact } = rankingsOf(db, index, { fromMs, toMs })
  return {
    fromMs,
    toMs,
    entries: bars.entries,
    events: bySeverity.reduce((sum, count) => sum + count, 0),
    refused: sumOf(rankings.action, 'refused'),
    failed: sumOf(rankings.action, 'failed'),
    stepMs: bars.stepMs,
    bars: told,
    bySeverity,
    byClass: rankedWords(db, rankings.threatClass, mostClasses),
    topSources: rankedWords(db, rankings.source, input.top),
    topActions: rankedWords(db, rankings.action, input.top),
    topActors: rankedActors(db, rankings.actor, input.top),
    exact,
  }
}
