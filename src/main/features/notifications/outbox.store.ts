/** The outbox: messages that wait, and the fate of those that do not any more. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Delivery } from '../../../shared/contract/notifications.ts'
import type { Note, Readable, SqlParams, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import type { Message } from './message.ts'
import { rankOf } from './severity-rank.ts'

export interface WaitingDelivery {
  id: string
  threadId: string
  group: string
  message: Message
  attempts: number
  waitsSinceMs: number
  nextTryAtMs: number | null
}

interface Row {
  id: string
  contact_point_id: string
  contact_point_name: string
  thread_id: string
  group_name: string
  kind: Delivery['kind']
  title: string
  severity: number
  message: string
  state: Delivery['state']
  attempts: number
  sentence: string
  created_at_ms: number
  waits_since_ms: number
  next_try_at_ms: number | null
  delivered_at_ms: number | null
}

const selectDeliveries = `
SELECT id, contact_point_id, contact_point_name, thread_id, group_name, kind, title, severity, message, state, attempts, sentence,
  created_at_ms, waits_since_ms, next_try_at_ms, delivered_at_ms FROM notification_delivery`

const deliveryOf = (db: Readable, row: Row): Delivery => ({
  id: row.id,
  contactPointId: row.contact_point_id,
  contactPointName: row.contact_point_name,
  kind: row.kind,
  title: row.title,
  severity: severities[row.severity] ?? 'info',
  alertIds: db
    .all<{ alert_id: string }>('SELECT alert_id FROM notification_delivery_alert WHERE delivery_id = @id', { id: row.id })
    .map(({ alert_id: alertId }) => alertId),
  state: row.state,
  attempts: row.attempts,
  sentence: row.sentence,
  createdAtMs: row.created_at_ms,
  deliveredAtMs: row.delivered_at_ms,
  nextTryAtMs: row.next_try_at_ms,
})

const waitingOf = (row: Row): WaitingDelivery => ({
  id: row.id,
  threadId: row.thread_id,
  group: row.group_name,
  message: JSON.parse(row.message) as Message,
  attempts: row.attempts,
  waitsSinceMs: row.waits_since_ms,
  nextTryAtMs: row.next_try_at_ms,
})

/** The oldest: each contact point is told in order. */
export const nextWaiting = (db: Readable, contactPointId: string): WaitingDelivery | null => {
  const row = db.get<Row>(`${selectDeliveries} WHERE contact_point_id = @contactPointId AND state = 'waiting' ORDER BY id LIMIT 1`, {
    contactPointId,
  })
  return row ? waitingOf(row) : null
}

export const waitingOfPoint = (db: Readable, contactPointId: string): { count: number; nextTryAtMs: number | null } => {
  const { count } = db.get<{ count: number }>(
    "SELECT count(*) AS count FROM notification_delivery WHERE contact_point_id = @contactPointId AND state = 'waiting'",
    { contactPointId },
  )!
  return { count, nextTryAtMs: count === 0 ? null : (nextWaiting(db, contactPointId)?.nextTryAtMs ?? null) }
}

/** Contact points and groups of which a message is on its way: the next one waits for it. */
export const waitingGroups = (db: Readable): Set<string> =>
  new Set(
    db
      .all<{ contact_point_id: string; group_name: string }>(
        "SELECT DISTINCT contact_point_id, group_name FROM notification_delivery WHERE state = 'waiting'",
      )
      .map((row) => JSON.stringify([row.contact_point_id, row.group_name])),
  )

export interface DeliveryFilter {
  contactPointId: string | null
  alertId: string | null
  before: string | null
  limit: number
}
export const listDeliveries = (db: Readable, { contactPointId, alertId, before, limit }: DeliveryFilter): Delivery[] => {
  const conditions = [
    contactPointId === null ? [] : 'contact_point_id = @contactPointId',
    alertId === null ? [] : 'id IN (SELECT delivery_id FROM notification_delivery_alert WHERE alert_id = @alertId)',
    before === null ? [] : 'id < @before',
  ].flat()
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  return db
    .all<Row>(`${selectDeliveries} ${where} ORDER BY id DESC LIMIT @limit`, {
      limit,
      ...(contactPointId !== null && { contactPointId }),
      ...(alertId !== null && { alertId }),
      ...(before !== null && { before }),
    })
    .map((row) => deliveryOf(db, row))
}

export const deliveryById = (db: Readable, id: string): Delivery | null => {
  const row = db.get<Row>(`${selectDeliveries} WHERE id = @id`, { id })
  return row ? deliveryOf(db, row) : null
}

/** With what they say, oldest first, at most 20. */
export const deliveredSince = (
  db: Readable,
  contactPointIds: readonly string[],
  sinceMs: number,
): { atMs: number; id: string; message: Message }[] =>
  contactPointIds
    .flatMap((contactPointId) =>
      db.all<Row>(
        `${selectDeliveries} WHERE contact_point_id = @contactPointId AND state = 'delivered' AND delivered_at_ms >= @sinceMs ORDER BY id DESC LIMIT 20`,
        { contactPointId, sinceMs },
      ),
    )
    .map((row) => ({ id: row.id, atMs: row.delivered_at_ms ?? row.created_at_ms, message: JSON.parse(row.message) as Message }))
    .toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
    .slice(-20)

const insertDelivery = defineNote(
  'notification_delivery',
  `INSERT INTO notification_delivery (id, contact_point_id, contact_point_name, thread_id, group_name, kind, title, severity, message, state, created_at_ms, waits_since_ms)
   VALUES (@id, @contactPointId, @contactPointName, @threadId, @group, @kind, @title, @severity, @message, 'waiting', @atMs, @atMs)`,
)
const insertDeliveryAlert = defineNote(
  'notification_delivery_alert',
  'INSERT INTO notification_delivery_alert (alert_id, delivery_id) VALUES (@alertId, @id)',
)

export interface NewDelivery {
  id: string
  contactPointId: string
  contactPointName: string
  title: string
  alertIds: readonly string[]
  message: Message
}
export const keepDelivery = ({ id, contactPointId, contactPointName, title, alertIds, message }: NewDelivery): [Note, SqlParams][] => [
  [
    insertDelivery,
    {
      id,
      contactPointId,
      contactPointName,
      threadId: message.threadId,
      group: message.group,
      kind: message.kind,
      title,
      severity: rankOf(message.severity),
      message: JSON.stringify(message),
      atMs: message.atMs,
    },
  ],
  ...alertIds.map((alertId): [Note, SqlParams] => [insertDeliveryAlert, { alertId, id }]),
]

/** Params: id. Before the first byte leaves. */
export const noteAttempt = defineNote('notification_delivery', 'UPDATE notification_delivery SET attempts = attempts + 1 WHERE id = @id')
/** Params: id, sentence, nextTryAtMs. What was dropped meanwhile stays so. */
export const noteRetry = defineNote(
  'notification_delivery',
  "UPDATE notification_delivery SET sentence = @sentence, next_try_at_ms = @nextTryAtMs WHERE id = @id AND state = 'waiting'",
)
/** Params: id, sentence, atMs. It was told, whatever was decided meanwhile. */
export const noteDelivered = defineNote(
  'notification_delivery',
  "UPDATE notification_delivery SET state = 'delivered', sentence = @sentence, delivered_at_ms = @atMs, next_try_at_ms = NULL WHERE id = @id",
)
/** Params: id, sentence. */
export const noteFailed = defineNote(
  'notification_delivery',
  "UPDATE notification_delivery SET state = 'failed', sentence = @sentence, next_try_at_ms = NULL WHERE id = @id AND state = 'waiting'",
)

/** Params: keep. The oldest of those that do not wait. */
export const dropOldDeliveries = defineNote(
  'notification_delivery',
  `DELETE FROM notification_delivery WHERE id <= (SELECT id FROM notification_delivery ORDER BY id DESC LIMIT 1 OFFSET @keep) AND state <> 'waiting'`,
)

/** Whether all that a message tells of is over: sent now, it would be false, and nobody would take it back. */
export const tellsOfNothingOpen = (db: Readable, { id, kind }: Pick<Delivery, 'id' | 'kind'>): boolean =>
  kind !== 'resolved' &&
  db.get(
    `SELECT 1 FROM notification_delivery_alert JOIN notification_alert USING (alert_id)
     WHERE delivery_id = @id AND notification_alert.state <> 'resolved'`,
    { id },
  ) === undefined

export const setWaiting = (tx: Writable, id: string, nowMs: number): void => {
  tx.run("UPDATE notification_delivery SET state = 'waiting', waits_since_ms = @nowMs, next_try_at_ms = NULL WHERE id = @id", { id, nowMs })
}

const drop = (tx: Writable, id: string, sentence: string) =>
  tx.run("UPDATE notification_delivery SET state = 'dropped', sentence = @sentence, next_try_at_ms = NULL WHERE id = @id", { id, sentence })

/** How many. */
export const dropWaitingOf = (tx: Writable, contactPointId: string, sentence: string): number =>
  tx.run(
    "UPDATE notification_delivery SET state = 'dropped', sentence = @sentence, next_try_at_ms = NULL WHERE contact_point_id = @contactPointId AND state = 'waiting'",
    { contactPointId, sentence },
  ).changes

/** Messages that wait and are of silenced alerts alone; what was never tried was never told. */
export const dropSilenced = (tx: Writable, alertId: string, sentence: string): { threadId: string; alertIds: string[] }[] =>
  tx
    .all<Row>(
      `${selectDeliveries} WHERE state = 'waiting' AND kind IN ('firing', 'update', 'repeat')
         AND id IN (SELECT delivery_id FROM notification_delivery_alert WHERE alert_id = @alertId)
         AND NOT EXISTS (SELECT 1 FROM notification_delivery_alert AS member JOIN notification_alert USING (alert_id)
           WHERE member.delivery_id = notification_delivery.id AND notification_alert.state NOT IN ('silenced', 'resolved'))`,
      { alertId },
    )
    .flatMap((row) => {
      drop(tx, row.id, sentence)
      return row.attempts > 0 || row.kind !== 'firing' ? [] : [{ threadId: row.thread_id, alertIds: deliveryOf(tx, row).alertIds }]
    })
