/** Alerts as people see them: list, look into, take up and give back. */
import type { Clock } from '../../../ports/clock.ts'
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Alert } from '../../../shared/contract/alerts.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database } from '../../database/database.ts'
import * as store from './alert.store.ts'
import type { CourseStep } from './alert.store.ts'
import type { Notify } from './end-alerts.store.ts'
import type { Engine } from './engine.service.ts'

export interface ListAsk {
  states: readonly Alert['state'][]
  ruleId: string | null
  before: string | null
  limit: number
}

interface Seen {
  id: string
  version: number
}

const newestShown = 10
const noSuchAlert = () => new GatehouseError('NOT_FOUND', 'There is no such alert.', {})
const rank = ({ state, severity }: Alert) => (state === 'firing' ? 10 : 0) + severities.indexOf(severity)
/** What fires, then what may; the worst first, then the newest. */
const worstFirst = (a: Alert, b: Alert) => rank(b) - rank(a) || (a.id < b.id ? 1 : -1)

export const createOpenAlerts = (options: { database: Database; clock: Clock; engine: Engine; notify: Notify }) => {
  const { database, clock, engine, notify } = options

  /** As they are kept, with the newest figures; and those that are pending, which are in memory. */
  const open = (): Alert[] => {
    const live = engine.open()
    const firing = database.read(store.firingAlerts).map(({ alert }) => withNewest(alert, live.get(alert.id)))
    return [...firing, ...[...live.values()].filter(({ state }) => state === 'pending')].toSorted(worstFirst)
  }
  const withNewest = (alert: Alert, live: Alert | undefined): Alert =>
    live && alert.state === 'firing' ? { ...alert, value: live.value, worst: live.worst } : alert

  const alertOf = (id: string): Alert => {
    const live = engine.open().get(id)
    const kept = database.read((db) => store.alertById(db, id))
    const found = kept ? withNewest(kept, live) : live
    if (!found) throw noSuchAlert()
    return found
  }

  const take = async (
    by: By,
    seen: Seen,
    turn: { kind: Extract<AlertNotice['kind'], 'acknowledged' | 'unacknowledged'>; note: string; sentence: string; word: string },
  ): Promise<Alert> => {
    const { kind, note } = turn
    await database.change(
      by,
      (alert: Alert): AuditEvent => ({
        action: `alert.${kind}`,
        message: `${by.actor.name} ${kind === 'acknowledged' ? 'took up' : 'gave back'} the alert “${alert.ruleName}”: ${alert.sentence}`,
        target: { kind: 'alert', id: alert.id, name: alert.ruleName },
        detail: note === '' ? {} : { note },
      }),
      (tx) => {
        const alert = store.alertById(tx, seen.id)
        if (!alert) throw engine.open().has(seen.id) ? new GatehouseError('CONFLICT', 'This alert does not fire yet.', {}) : noSuchAlert()
        if (alert.state !== 'firing') throw new GatehouseError('CONFLICT', 'This alert is over already.', {})
        if (alert.version !== seen.version || (kind === 'acknowledged') === (alert.acknowledged !== null)) {
          const who = alert.acknowledged ? `${alert.acknowledged.by} has it` : 'nobody has it'
          throw new GatehouseError('CONFLICT', `This alert was changed meanwhile: ${who}.`, {})
        }
        const atMs = clock.now()
        store.setAcknowledged(tx, seen.id, kind === 'acknowledged' ? { by: by.actor.name, atMs, note } : null)
        store.addToCourse(tx, seen.id, { atMs, word: turn.word, by: by.actor.name, sentence: note || turn.sentence })
        const after = store.alertById(tx, seen.id)!
        // Nobody is to be told of it again while a silence keeps it quiet.
        notify(tx, [{ kind: kind === 'unacknowledged' && after.silencedBy !== null ? 'silenced' : kind, alert: after, atMs }])
        return after
      },
    )
    engine.changed()
    return alertOf(seen.id)
  }

  return {
    list: ({ states, ruleId, before, limit }: ListAsk): { alerts: Alert[]; nextBefore: string | null } => {
      // All that are open stand before the first page: their number is bounded, and their order is not that of time.
      const openOnes =
        before === null ? open().filter((alert) => states.includes(alert.state) && (ruleId === null || alert.ruleId === ruleId)) : []
      if (!states.includes('resolved')) return { alerts: openOnes, nextBefore: null }
      const found = database.read((db) => store.resolvedAlerts(db, { ruleId, before, limit: limit + 1 }))
      const page = found.slice(0, limit)
      return { alerts: [...openOnes, ...page], nextBefore: found.length > limit ? page.at(-1)!.id : null }
    },

    get: (id: string): { alert: Alert; course: CourseStep[] } => {
      const alert = alertOf(id)
      const course = database.read((db) => store.courseOf(db, id))
      const begun = { atMs: alert.startedAtMs, word: 'pending', by: null, sentence: 'The condition began to hold.' }
      return { alert, course: alert.state === 'pending' ? [begun] : course }
    },

    acknowledge: (by: By, { note, ...seen }: Seen & { note: string }): Promise<Alert> =>
      take(by, seen, { kind: 'acknowledged', note, word: 'acknowledged', sentence: 'Acknowledged.' }),

    unacknowledge: (by: By, seen: Seen): Promise<Alert> =>
      take(by, seen, { kind: 'unacknowledged', note: '', word: 'given back', sentence: 'Given back.' }),

    summary: () => {
      const all = open()
      const firing = all.filter(({ state }) => state === 'firing')
      const loud = firing.filter(({ silencedBy }) => silencedBy === null)
      return {
        firing: firing.length,
        pending: all.length - firing.length,
        acknowledged: firing.filter(({ acknowledged }) => acknowledged !== null).length,
        silenced: firing.length - loud.length,
        worst: loud.toSorted(worstFirst)[0]?.severity ?? null,
        newest: firing.toSorted((a, b) => (b.firedAtMs ?? 0) - (a.firedAtMs ?? 0)).slice(0, newestShown),
      }
    },
  }
}
