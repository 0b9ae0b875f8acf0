/** Contact points and how each goes. */
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { contactPointSchema } from '../../../shared/contract/notifications.ts'
import type { Readable, Writable } from '../../database/database.ts'
import { defineNote } from '../../database/notes.ts'
import { resealSecretsOf } from '../../outgoing/reseal-secrets.store.ts'
import type { SealedSecret } from '../../outgoing/kept-secrets.ts'

const rulesSchema = contactPointSchema.omit({
  id: true,
  version: true,
  name: true,
  enabled: true,
  hasSecret: true,
  waiting: true,
  state: true,
  lastDeliveredAtMs: true,
})

export type ContactPointGiven = Omit<GivenContactPoint, 'secret'>
export interface StoredContactPoint extends ContactPointGiven, SealedSecret {
  id: string
  version: number
  lastDeliveredAtMs: number | null
  failing: { sinceMs: number; problem: string } | null
}

interface Row {
  id: string
  version: number
  name: string
  given: string
  enabled: number
  sealed_secret: Uint8Array | null
  secret_version: number
  last_delivered_at_ms: number | null
  failing_since_ms: number | null
  problem: string | null
}

const selectPoints = `
SELECT id, version, name, given, enabled, sealed_secret, secret_version, last_delivered_at_ms, failing_since_ms, problem
FROM contact_point LEFT JOIN contact_point_progress ON contact_point_id = id`

/** What another program wrote and nobody can read is no contact point. */
const rulesOf = (text: string) => {
  try {
    return rulesSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const pointOf = (row: Row): StoredContactPoint[] => {
  const rules = rulesOf(row.given)
  if (!rules) return []
  return [
    {
      ...rules,
      id: row.id,
      version: row.version,
      name: row.name,
      enabled: row.enabled === 1,
      sealedSecret: row.sealed_secret,
      secretVersion: row.secret_version,
      lastDeliveredAtMs: row.last_delivered_at_ms,
      failing: row.failing_since_ms === null ? null : { sinceMs: row.failing_since_ms, problem: row.problem ?? '' },
    },
  ]
}

export const allContactPoints = (db: Readable): StoredContactPoint[] =>
  db.all<Row>(`${selectPoints} ORDER BY created_at_ms, id`).flatMap(pointOf)

export const contactPointById = (db: Readable, id: string): StoredContactPoint | null =>
  db.all<Row>(`${selectPoints} WHERE id = @id`, { id }).flatMap(pointOf)[0] ?? null

export const nameIsTaken = (db: Readable, nameKey: string, exceptId: string | null): boolean =>
  db.get('SELECT 1 FROM contact_point WHERE name_key = @nameKey AND id <> @exceptId', { nameKey, exceptId: exceptId ?? '' }) !== undefined

export interface WrittenContactPoint extends SealedSecret {
  id: string
  version: number
  nameKey: string
  given: ContactPointGiven
}

const paramsOf = ({ given: { name, enabled, ...rules }, ...written }: WrittenContactPoint) => ({
  ...written,
  name,
  enabled: enabled ? 1 : 0,
  given: JSON.stringify(rules),
})

export const insertContactPoint = (tx: Writable, written: WrittenContactPoint, createdAtMs: number): void => {
  tx.run(
    `INSERT INTO contact_point (id, version, name, name_key, given, enabled, sealed_secret, secret_version, created_at_ms)
     VALUES (@id, @version, @name, @nameKey, @given, @enabled, @sealedSecret, @secretVersion, @createdAtMs)`,
    { ...paramsOf(written), createdAtMs },
  )
}

export const updateContactPoint = (tx: Writable, written: WrittenContactPoint): void => {
  tx.run(
    `UPDATE contact_point SET version = @version, name = @name, name_key = @nameKey, given = @given, enabled = @enabled,
       sealed_secret = @sealedSecret, secret_version = @secretVersion WHERE id = @id`,
    paramsOf(written),
  )
  // What was wrong may be mended: what waits is tried at once.
  tx.run("UPDATE notification_delivery SET next_try_at_ms = NULL WHERE contact_point_id = @id AND state = 'waiting'", { id: written.id })
}

export const deleteContactPoint = (tx: Writable, id: string): void => {
  tx.run('DELETE FROM contact_point_progress WHERE contact_point_id = @id', { id })
  tx.run('DELETE FROM notification_thread WHERE contact_point_id = @id', { id })
  tx.run('DELETE FROM contact_point WHERE id = @id', { id })
}

/** Params: id, atMs. */
export const noteWell = defineNote(
  'contact_point_progress',
  `INSERT INTO contact_point_progress (contact_point_id, last_delivered_at_ms) VALUES (@id, @atMs)
   ON CONFLICT (contact_point_id) DO UPDATE SET last_delivered_at_ms = @atMs, failing_since_ms = NULL, problem = NULL`,
)

/** Params: id, atMs, problem. Since when it fails stays. */
export const noteFailing = defineNote(
  'contact_point_progress',
  `INSERT INTO contact_point_progress (contact_point_id, failing_since_ms, problem) VALUES (@id, @atMs, @problem)
   ON CONFLICT (contact_point_id) DO UPDATE SET failing_since_ms = coalesce(failing_since_ms, @atMs), problem = @problem`,
)

/** A secret moved to another contact point or version does not open. */
export const secretBinding = (id: string, secretVersion: number): string => `contact_point:${id}:${secretVersion}`

export const resealContactPoints = resealSecretsOf('contact_point', secretBinding)
