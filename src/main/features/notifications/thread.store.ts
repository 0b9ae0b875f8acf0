/** What is known of alerts, and what each contact point was told of them. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import type { Note, Readable, SqlParams, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { ToldAlert } from './message.ts'
import type { KnownAlert, Thread } from './next-message.ts'
import { rankOf } from './severity-rank.ts'

interface AlertRow {
  alert_id: string
  group_name: string
  severity: number
  state: ToldAlert['state']
  since_ms: number
  changed_at_ms: number
}
export interface KeptAlert extends KnownAlert {
  group: string
}

export const knownAlerts = (db: Readable): KeptAlert[] =>
  db
    .all<AlertRow>('SELECT alert_id, group_name, severity, state, since_ms, changed_at_ms FROM notification_alert ORDER BY alert_id')
    .map((row) => ({
      id: row.alert_id,
      group: row.group_name,
      severity: severities[row.severity] ?? 'info',
      state: row.state,
      sinceMs: row.since_ms,
      changedAtMs: row.changed_at_ms,
    }))

/** As it was when it was last told of; null where it is known no more. */
export const keptAlert = (db: Readable, id: string): Alert | null => {
  const row = db.get<{ alert: string }>('SELECT alert FROM notification_alert WHERE alert_id = @id', { id })
  return row ? (JSON.parse(row.alert) as Alert) : null
}

const stateOf: Record<AlertNotice['kind'], ToldAlert['state']> = {
  firing: 'firing',
  acknowledged: 'acknowledged',
  unacknowledged: 'firing',
  silenced: 'silenced',
  resolved: 'resolved',
}

/** A second notice that it fires changes nothing of when somebody is to be told. */
export const keepNotice = (tx: Writable, { kind, alert, atMs }: AlertNotice): void => {
  tx.run(
    `INSERT INTO notification_alert (alert_id, group_name, severity, state, since_ms, changed_at_ms, alert)
     VALUES (@id, @group, @severity, @state, @atMs, @atMs, @alert)
     ON CONFLICT (alert_id) DO UPDATE SET since_ms = CASE WHEN @state = 'firing' AND state <> 'firing' THEN @atMs ELSE since_ms END,
       state = @state, changed_at_ms = @atMs, severity = @severity, alert = @alert`,
    { id: alert.id, group: alert.group, severity: rankOf(alert.severity), state: stateOf[kind], atMs, alert: JSON.stringify(alert) },
  )
}

/** Resolved, and nobody has to be told any more. Params: none. */
export const forgetResolved = defineNote(
  'notification_alert',
  `DELETE FROM notification_alert WHERE state = 'resolved'
     AND alert_id NOT IN (SELECT member.key FROM notification_thread, json_each(notification_thread.told) AS member)`,
)

interface ThreadRow {
  id: string
  contact_point_id: string
  group_name: string
  last_told_at_ms: number
  worst: number
  acknowledged: number
  told: string
}
export interface KeptThread extends Thread {
  contactPointId: string
  group: string
}

export const allThreads = (db: Readable): KeptThread[] =>
  db
    .all<ThreadRow>('SELECT id, contact_point_id, group_name, last_told_at_ms, worst, acknowledged, told FROM notification_thread')
    .map((row) => ({
      id: row.id,
      contactPointId: row.contact_point_id,
      group: row.group_name,
      lastToldAtMs: row.last_told_at_ms,
      worst: severities[row.worst] ?? 'info',
      acknowledged: row.acknowledged === 1,
      told: JSON.parse(row.told) as Record<string, number>,
    }))

const putThread = defineNote(
  'notification_thread',
  `INSERT INTO notification_thread (id, contact_point_id, group_name, last_told_at_ms, worst, acknowledged, told)
   VALUES (@id, @contactPointId, @group, @lastToldAtMs, @worst, @acknowledged, @told)
   ON CONFLICT (id) DO UPDATE SET last_told_at_ms = @lastToldAtMs, worst = @worst, acknowledged = @acknowledged, told = @told`,
)
export const keepThread = ({ worst, acknowledged, told, ...thread }: KeptThread): [Note, SqlParams] => [
  putThread,
  { ...thread, worst: rankOf(worst), acknowledged: acknowledged ? 1 : 0, told: JSON.stringify(told) },
]
/** Params: id. */
export const endThread = defineNote('notification_thread', 'DELETE FROM notification_thread WHERE id = @id')

/**
 * Params: id, threadId. What a message that was given up had to tell counts as not told; the thread stays, because its receiver
 * may have got a try that it did not answer.
 */
export const tellAgain = defineNote(
  'notification_thread',
  `UPDATE notification_thread SET told = (SELECT json_group_object(key, CASE
     WHEN key IN (SELECT alert_id FROM notification_delivery_alert WHERE delivery_id = @id) THEN -1 ELSE value END) FROM json_each(told))
   WHERE id = @threadId`,
)

/** Takes back from a thread what was never sent; without anything told its life was none. */
export const untell = (tx: Writable, threadId: string, alertIds: readonly string[]): void => {
  const row = tx.get<{ told: string }>('SELECT told FROM notification_thread WHERE id = @threadId', { threadId })
  if (!row) return
  const told = Object.fromEntries(Object.entries(JSON.parse(row.told) as Record<string, number>).filter(([id]) => !alertIds.includes(id)))
  if (Object.keys(told).length === 0) tx.run('DELETE FROM notification_thread WHERE id = @threadId', { threadId })
  else tx.run('UPDATE notification_thread SET told = @told WHERE id = @threadId', { threadId, told: JSON.stringify(told) })
}
