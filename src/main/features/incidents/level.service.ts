/** Holds the threat level: looks again after each change and every half minute, and enters it when it rises to high or falls from there. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { ThreatLevel } from '../../../shared/contract/incidents.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import { openBySeverity } from './incident.store.ts'
import { createRecentMinutes } from './recent-minutes.ts'
import type { Tally } from './recent-minutes.ts'
import { hold, isTold, levelOf, noneOpen, rises, weigh } from './threat-level.ts'
import type { Held, Level, Observed } from './threat-level.ts'
import { noteLevel, watchOf } from './watch.store.ts'

export interface Levels {
  level(): ThreatLevel
  /** What was entered, as the log was read. */
  add(tallies: readonly Tally[]): void
  /** Judges anew; resolves when a change is written. */
  review(): Promise<void>
  start(): void
  stop(): void
}

const renewMs = 30_000
const quarterMs = 15 * 60_000
const hourMs = 60 * 60_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

const eventOf = (from: Level, to: Level, reasons: readonly string[]): AuditEvent => ({
  action: 'threat-level.changed',
  severity: rises(from, to) ? (to === 'critical' ? 'critical' : 'high') : 'info',
  message: rises(from, to)
    ? `The threat level rose from ${from} to ${to}: ${reasons.join('; ')}`
    : `The threat level fell from ${from} to ${to}`,
  detail: { from, to, reasons: [...reasons] },
})

export const createLevels = (options: { database: Database; clock: Clock; events: LiveEvents; logger: Logger }): Levels => {
  const { database, clock, events, logger } = options
  const minutes = createRecentMinutes()
  let held: Held = { level: 'normal', sinceMs: clock.now(), lowerSinceMs: null }
  let cancelRenewal = () => {}
  let reviewing = false

  const observe = (nowMs: number): Observed => {
    const open = noneOpen()
    for (const { severity, n, active } of database.read((db) => openBySeverity(db, nowMs - hourMs))) {
      const name = severities[severity]
      if (name) open[name] = { all: n, active }
    }
    const { events: happened, refused } = minutes.since(quarterMs, nowMs)
    return { open, events: happened, refused, critical: minutes.since(hourMs, nowMs).critical }
  }

  const keep = async (from: Level, next: Held, reasons: readonly string[]): Promise<void> => {
    const [note, params] = noteLevel(next.level, next.sinceMs)
    if (!isTold(from, next.level)) database.note(note, params)
    else await database.change(systemBy, eventOf(from, next.level, reasons), (tx) => tx.run(note.sql, params))
  }

  const review = async () => {
    if (reviewing) return
    reviewing = true
    try {
      const nowMs = clock.now()
      const { level, reasons } = weigh(observe(nowMs))
      const next = hold(held, level, nowMs)
      if (next.level !== held.level) {
        await keep(held.level, next, reasons)
        events.publish({ kind: 'incidents-changed' })
      }
      held = next
    } catch (error) {
      logger.error({ err: error }, 'the threat level could not be judged')
    } finally {
      reviewing = false
    }
  }

  const renew = () => {
    void review()
    cancelRenewal = clock.after(renewMs, renew)
  }

  return {
    level: () => levelOf(held, observe(clock.now())),
    add: (tallies) => minutes.add(tallies, clock.now()),
    review,
    start: () => {
      const { level, levelSinceMs } = database.read(watchOf)
      held = { level, sinceMs: levelSinceMs === 0 ? clock.now() : levelSinceMs, lowerSinceMs: null }
      cancelRenewal = clock.after(renewMs, renew)
    },
    stop: () => cancelRenewal(),
  }
}
