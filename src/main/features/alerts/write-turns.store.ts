/** Writes what turned within one transaction: rows, the course of each alert, and notices for whoever tells people. */
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import type { Alert, Silence } from '../../../shared/contract/alerts.ts'
import type { Readable, Writable } from '../../database/database.ts'
import * as store from './alert.store.ts'
import { endAlerts } from './end-alerts.store.ts'
import type { Notify } from './end-alerts.store.ts'
import type { Turn } from './live-rule.ts'
import { ruleById, setLastFired } from './rule.store.ts'
import { silenceOf } from './silence-match.ts'
import type { ToldTurn } from './turn-events.ts'

export interface Told {
  kind: ToldTurn
  alert: Alert
}

/** Of one that fires: by which silence it is quiet from now on; null: by none. */
export interface SilenceTurn {
  alertId: string
  silencedBy: string | null
}

export interface Turned {
  turns: readonly Turn[]
  silenced: readonly SilenceTurn[]
}

/** A rule may have been changed since it was judged, an alert ended by hand. */
export const stillHolds = (db: Readable, { transition, live, alert }: Turn): boolean => {
  if (transition !== 'fired') return store.alertById(db, alert.id)?.state === 'firing'
  const rule = ruleById(db, live.rule.id)
  return rule?.version === live.rule.version && !rule.isDeleted && rule.enabled
}

const writeTurn = (tx: Writable, turn: Turn, silences: readonly Silence[], nowMs: number): Told[] => {
  const { transition, instance, live } = turn
  if (transition !== 'fired') {
    const kind = transition === 'gone' ? 'gone' : 'resolved'
    const sentence = kind === 'gone' ? 'It is measured no longer.' : 'The condition holds no more.'
    return endAlerts(tx, [turn.alert], { atMs: nowMs, by: null, sentence }).map((alert) => ({ kind, alert }))
  }
  const alert = { ...turn.alert, silencedBy: silenceOf(silences, turn.alert, nowMs) }
  turn.alert = alert
  store.insertAlert(tx, alert, instance.key)
  const [drop, params] = store.noteDropped(alert.id)
  tx.run(drop.sql, params)
  if (alert.startedAtMs < nowMs)
    store.addToCourse(tx, alert.id, { atMs: alert.startedAtMs, word: 'pending', by: null, sentence: 'The condition began to hold.' })
  store.addToCourse(tx, alert.id, { atMs: nowMs, word: 'fired', by: null, sentence: alert.sentence })
  setLastFired(tx, live.rule.id, nowMs)
  return [{ kind: 'fired', alert }]
}

const writeSilence = (tx: Writable, { alertId, silencedBy }: SilenceTurn, nowMs: number): Told => {
  store.setSilencedBy(tx, alertId, silencedBy)
  const kind = silencedBy === null ? 'unsilenced' : 'silenced'
  const sentence = silencedBy === null ? 'Its silence ended.' : 'A silence keeps it quiet.'
  store.addToCourse(tx, alertId, { atMs: nowMs, word: kind, by: null, sentence })
  return { kind, alert: store.alertById(tx, alertId)! }
}

const noticesOf = (told: readonly Told[], atMs: number): AlertNotice[] =>
  told.flatMap(({ kind, alert }): AlertNotice[] => {
    if (kind === 'fired' || kind === 'unsilenced')
      return alert.silencedBy === null && alert.acknowledged === null ? [{ kind: 'firing', alert, atMs }] : []
    return [{ kind: kind === 'silenced' ? 'silenced' : 'resolved', alert, atMs }]
  })

export const writeTurns = (tx: Writable, turned: Turned, at: { silences: readonly Silence[]; nowMs: number; notify: Notify }): Told[] => {
  const told = [
    ...turned.turns.flatMap((turn) => writeTurn(tx, turn, at.silences, at.nowMs)),
    ...turned.silenced.map((one) => writeSilence(tx, one, at.nowMs)),
  ]
  at.notify(tx, noticesOf(told, at.nowMs))
  return told
}
