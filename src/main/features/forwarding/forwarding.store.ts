/** Destinations and how far each is. */
import { severities } from '../../../shared/contract/audit-filter.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { forwardingTargetSchema } from '../../../shared/contract/forwarding.ts'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import { resealSecretsOf } from '../../outgoing/reseal-secrets.store.ts'

export interface Destination {
  id: string
  version: number
  name: string
  target: ForwardingTarget
  enabled: boolean
  leastSeverity: Severity
  sealedSecret: Uint8Array | null
  secretVersion: number
  createdAtMs: number
  position: number
  headSequence: number
  /** A batch on its way: its last sequence, and the head with it (0: none). */
  sending: { until: number; head: number } | null
  delivered: number
  lost: number
  lastDeliveredAtMs: number | null
}

interface Row {
  id: string
  version: number
  name: string
  target: string
  enabled: number
  least_severity: number
  sealed_secret: Uint8Array | null
  secret_version: number
  created_at_ms: number
  position: number
  head_sequence: number
  sending_until: number | null
  sending_head: number | null
  delivered: number
  lost: number
  last_delivered_at_ms: number | null
}

const selectDestinations = `
SELECT id, version, name, target, enabled, least_severity, sealed_secret, secret_version, created_at_ms,
  position, head_sequence, sending_until, sending_head, delivered, lost, last_delivered_at_ms
FROM forwarding_destination JOIN forwarding_progress ON destination_id = id`

/** What another program wrote and nobody can read is no destination. */
const targetOf = (text: string): ForwardingTarget | null => {
  try {
    return forwardingTargetSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const destinationOf = (row: Row): Destination[] => {
  const target = targetOf(row.target)
  const leastSeverity = severities[row.least_severity]
  if (!target || !leastSeverity) return []
  return [
    {
      id: row.id,
      version: row.version,
      name: row.name,
      target,
      enabled: row.enabled === 1,
      leastSeverity,
      sealedSecret: row.sealed_secret,
      secretVersion: row.secret_version,
      createdAtMs: row.created_at_ms,
      position: row.position,
      headSequence: row.head_sequence,
      sending: row.sending_until === null ? null : { until: row.sending_until, head: row.sending_head ?? 0 },
      delivered: row.delivered,
      lost: row.lost,
      lastDeliveredAtMs: row.last_delivered_at_ms,
    },
  ]
}

export const allDestinations = (db: Readable): Destination[] =>
  db.all<Row>(`${selectDestinations} ORDER BY created_at_ms, id`).flatMap(destinationOf)

export const destinationById = (db: Readable, id: string): Destination | null =>
  db.all<Row>(`${selectDestinations} WHERE id = @id`, { id }).flatMap(destinationOf)[0] ?? null

export const nameIsTaken = (db: Readable, nameKey: string, exceptId: string | null): boolean =>
  db.get('SELECT 1 FROM forwarding_destination WHERE name_key = @nameKey AND id <> @exceptId', { nameKey, exceptId: exceptId ?? '' }) !==
  undefined

export interface GivenDestination {
  id: string
  version: number
  name: string
  nameKey: string
  target: ForwardingTarget
  leastSeverity: Severity
  sealedSecret: Uint8Array | null
  secretVersion: number
}
const paramsOf = ({ target, leastSeverity, ...given }: GivenDestination) => ({
  ...given,
  target: JSON.stringify(target),
  leastSeverity: severities.indexOf(leastSeverity),
})

export const insertDestination = (tx: Writable, given: GivenDestination, createdAtMs: number, position: number): void => {
  tx.run(
    `INSERT INTO forwarding_destination (id, version, name, name_key, target, enabled, least_severity, sealed_secret, secret_version, created_at_ms)
     VALUES (@id, @version, @name, @nameKey, @target, 1, @leastSeverity, @sealedSecret, @secretVersion, @createdAtMs)`,
    { ...paramsOf(given), createdAtMs },
  )
  // A head below the position says nothing that the receiver could not see from the next one.
  tx.run('INSERT INTO forwarding_progress (destination_id, position, head_sequence) VALUES (@id, @position, @position)', {
    id: given.id,
    position,
  })
}

const forgetSending = (tx: Writable, id: string): void => {
  tx.run('UPDATE forwarding_progress SET sending_until = NULL, sending_head = NULL WHERE destination_id = @id', { id })
}

/** Whatever was on its way is put together anew: the filter may be another. */
export const updateDestination = (tx: Writable, given: GivenDestination): void => {
  tx.run(
    `UPDATE forwarding_destination SET version = @version, name = @name, name_key = @nameKey, target = @target,
       least_severity = @leastSeverity, sealed_secret = @sealedSecret, secret_version = @secretVersion WHERE id = @id`,
    paramsOf(given),
  )
  forgetSending(tx, given.id)
}

export const setEnabled = (tx: Writable, id: string, enabled: boolean): void => {
  tx.run('UPDATE forwarding_destination SET enabled = @enabled, version = version + 1 WHERE id = @id', { id, enabled: enabled ? 1 : 0 })
}

export const deleteDestination = (tx: Writable, id: string): void => {
  tx.run('DELETE FROM forwarding_progress WHERE destination_id = @id', { id })
  tx.run('DELETE FROM forwarding_destination WHERE id = @id', { id })
}

/** Goes on above the horizon, and counts what was dropped before it could be sent. */
export const skipDropped = (tx: Writable, id: string, position: number, lost: number): void => {
  tx.run('UPDATE forwarding_progress SET position = @position, lost = lost + @lost WHERE destination_id = @id', { id, position, lost })
  forgetSending(tx, id)
}

/** Params: id, until, head. Before the first byte leaves, so that after a crash the same batch is sent again as it was. */
export const noteSending = defineNote(
  'forwarding_progress',
  'UPDATE forwarding_progress SET sending_until = @until, sending_head = @head WHERE destination_id = @id',
)

/** Params: id, position, head, delivered, lost, atMs, none (null). */
export const noteDelivered = defineNote(
  'forwarding_progress',
  'UPDATE forwarding_progress SET position = @position, head_sequence = @head, delivered = @delivered, lost = @lost, last_delivered_at_ms = @atMs, sending_until = @none, sending_head = @none WHERE destination_id = @id',
)

/** Params: id, position. Entries that are not severe enough were passed over. */
export const notePosition = defineNote(
  'forwarding_progress',
  'UPDATE forwarding_progress SET position = @position WHERE destination_id = @id',
)

/** A secret moved to another destination or version does not open. */
export const secretBinding = (id: string, secretVersion: number): string => `forwarding_destination:${id}:${secretVersion}`

export const resealSecrets = resealSecretsOf('forwarding_destination', secretBinding)
