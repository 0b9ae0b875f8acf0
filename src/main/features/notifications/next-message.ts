/**
 * Decides what a contact point is told next of a group of alerts, from what is so and what it was told: pure, so that after any
 * crash the same is decided again. One cause is one message; those that join later come in updates, all are resolved together.
 */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import type { MessageKind, ToldAlert } from './message.ts'
import { rankOf, worstOf } from './severity-rank.ts'

export interface KnownAlert {
  id: string
  severity: Severity
  state: ToldAlert['state']
  /** From when on somebody is to be told: it fired, its silence ended, or it was given back. */
  sinceMs: number
  changedAtMs: number
}

export interface Thread {
  id: string
  lastToldAtMs: number
  worst: Severity
  /** It was told that somebody took it up. */
  acknowledged: boolean
  /** Each alert with the `sinceMs` that was told. */
  told: Record<string, number>
}

export interface Situation {
  point: Pick<GivenContactPoint, 'leastSeverity' | 'quietHours' | 'repeatMs' | 'afterMs' | 'tellResolved'> & {
    kind: GivenContactPoint['channel']['kind']
  }
  thread: Thread | null
  /** Of the group. */
  alerts: readonly KnownAlert[]
  nowMs: number
  quiet: boolean
  updateEveryMs: number
}

export type Decision =
  /** `lookAtMs`: when something will be due; null: not before something changes, or quiet hours end. */
  | { kind: 'wait'; lookAtMs: number | null }
  /** `thread` null: the group's life ends with it. */
  | { kind: 'tell'; what: MessageKind; alertIds: string[]; thread: Omit<Thread, 'id'> | null }
  /** Nobody is told any more, and nothing has to be said. */
  | { kind: 'close' }

export const gatherMs = 1_000

/** Programs that keep an account of their own: they disturb nobody, so quiet hours do not hold back what ends an alert. */
const isMachine = (kind: Situation['point']['kind']) => kind === 'pagerduty' || kind === 'webhook'
/** Where it helps to know that somebody took it up. */
const tellsAcknowledged = (kind: Situation['point']['kind']) => isMachine(kind) || kind === 'slack'

const worstFirst = (a: KnownAlert, b: KnownAlert) => rankOf(b.severity) - rankOf(a.severity)

export const nextMessage = ({ point, thread, alerts, nowMs, quiet, updateEveryMs }: Situation): Decision => {
  const told = thread?.told ?? {}
  const mayDisturb = ({ severity }: { severity: Severity }) =>
    !quiet || point.quietHours === null || rankOf(severity) >= rankOf(point.quietHours.exceptFrom)
  const active = alerts.filter(({ state, severity }) => state === 'firing' && rankOf(severity) >= rankOf(point.leastSeverity))
  const fresh = active.filter((alert) => told[alert.id] !== alert.sinceMs && mayDisturb(alert))
  const known = active.filter((alert) => told[alert.id] === alert.sinceMs && mayDisturb(alert))
  const toldAlerts = alerts.filter(({ id }) => Object.hasOwn(told, id))
  const toldOpen = toldAlerts.filter(({ state }) => state !== 'resolved')
  // A clock that was set back must not hold anything up.
  const dueAt = (fromMs: number, waitMs: number) => (fromMs > nowMs ? nowMs : fromMs + waitMs)
  const dues: number[] = []
  const isDue = (atMs: number) => {
    dues.push(atMs)
    return atMs <= nowMs
  }
  const tellFiring = (what: MessageKind): Decision => {
    const listed = [...fresh.toSorted(worstFirst), ...known.toSorted(worstFirst)]
    const toldNow = Object.fromEntries([
      ...toldOpen.map(({ id }) => [id, told[id]!] as const),
      ...listed.map(({ id, sinceMs }) => [id, sinceMs] as const),
    ])
    const open = [...toldOpen, ...listed]
    return {
      kind: 'tell',
      what,
      alertIds: [...new Set([...listed, ...toldOpen].map(({ id }) => id))],
      thread: { lastToldAtMs: nowMs, worst: worstOf(open), acknowledged: false, told: toldNow },
    }
  }

  if (fresh.length > 0) {
    const firstDueMs = Math.min(...fresh.map(({ sinceMs }) => dueAt(sinceMs, Math.max(gatherMs, point.afterMs))))
    // What is worse than all that was told, or comes when that is over, does not wait for the next update.
    const joins = thread !== null && toldOpen.length > 0 && rankOf(worstOf(fresh)) <= rankOf(thread.worst)
    if (isDue(joins ? Math.max(firstDueMs, dueAt(thread.lastToldAtMs, updateEveryMs)) : firstDueMs))
      return tellFiring(thread ? 'update' : 'firing')
  }
  if (!thread) return { kind: 'wait', lookAtMs: dues[0] ?? null }

  if (toldOpen.length === 0 && fresh.length === 0) {
    if (!point.tellResolved) return { kind: 'close' }
    const lastChangeMs = Math.max(thread.lastToldAtMs, ...toldAlerts.map(({ changedAtMs }) => changedAtMs))
    if ((isMachine(point.kind) || mayDisturb({ severity: thread.worst })) && isDue(dueAt(lastChangeMs, gatherMs)))
      return { kind: 'tell', what: 'resolved', alertIds: Object.keys(told), thread: null }
  }
  const isTakenUp =
    toldOpen.length > 0 &&
    toldOpen.every(({ state }) => state === 'acknowledged' || state === 'silenced') &&
    toldOpen.some(({ state }) => state === 'acknowledged')
  if (isTakenUp && !thread.acknowledged && tellsAcknowledged(point.kind) && (isMachine(point.kind) || !quiet))
    return { kind: 'tell', what: 'acknowledged', alertIds: toldOpen.map(({ id }) => id), thread: { ...thread, acknowledged: true } }
  if (known.length > 0 && point.repeatMs !== null && isDue(dueAt(thread.lastToldAtMs, point.repeatMs))) return tellFiring('repeat')
  return { kind: 'wait', lookAtMs: dues.length > 0 ? Math.min(...dues) : null }
}
