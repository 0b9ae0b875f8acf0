/** Changes of contact points: each with its entry, in one transaction. Nothing is sent here. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import { refuseField } from '../../outgoing/refuse-field.ts'
import { channelWords } from './channel-words.ts'
import type { ContactPointSecrets } from './contact-point-secrets.service.ts'
import {
  allContactPoints,
  contactPointById,
  deleteContactPoint,
  insertContactPoint,
  nameIsTaken,
  updateContactPoint,
} from './contact-point.store.ts'
import type { ContactPointGiven, StoredContactPoint } from './contact-point.store.ts'
import { judgeContactPoint } from './judge-contact-point.ts'
import { dropWaitingOf } from './outbox.store.ts'

export interface SeenVersion {
  id: string
  version: number
}
export interface ContactPointChangesOptions {
  database: Database
  ids: Ids
  clock: Clock
  secrets: ContactPointSecrets
}

const maxContactPoints = 50

/** Throws NOT_FOUND. */
export const knownContactPoint = (db: Readable, id: string): StoredContactPoint => {
  const point = contactPointById(db, id)
  if (!point) throw new GatehouseError('NOT_FOUND', 'There is no such contact point any more.', {})
  return point
}

/** Throws INVALID_INPUT. */
export const requireSound = (given: GivenContactPoint): void => {
  const refusal = judgeContactPoint(given)
  if (refusal) throw refuseField(refusal.field, refusal.sentence)
}

/** Names that read the same are the same. */
const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase()

const entry = (
  action: string,
  { id, name }: { id: string; name: string },
  message: string,
  detail: Record<string, unknown>,
): AuditEvent => ({
  action: `contact-point.${action}`,
  // Who learns of trouble, and who does not any more.
  severity: 'medium',
  message,
  target: { kind: 'contact-point', id, name },
  detail,
})

const factsOf = ({
  name,
  channel,
  enabled,
  leastSeverity,
  groups,
  quietHours,
  repeatMs,
  afterMs,
  allowPrivateNetwork,
}: ContactPointGiven) => ({
  name,
  channel: channelWords(channel),
  enabled,
  leastSeverity,
  groups,
  quietHours,
  repeatMs,
  afterMs,
  allowPrivateNetwork,
})

const asSeen = (tx: Writable, { id, version }: SeenVersion): StoredContactPoint => {
  const point = knownContactPoint(tx, id)
  if (point.version !== version) throw new GatehouseError('CONFLICT', `“${point.name}” was changed elsewhere meanwhile. Look again.`, {})
  return point
}

const requireFreeName = (tx: Writable, name: string, exceptId: string | null): void => {
  if (nameIsTaken(tx, nameKeyOf(name), exceptId)) throw refuseField('name', `There is a contact point “${name}” already.`)
}

export const createContactPointChanges = ({ database, ids, clock, secrets }: ContactPointChangesOptions) => {
  const written = (id: string, version: number, { secret, ...given }: GivenContactPoint, stored: StoredContactPoint | null) => ({
    id,
    version,
    nameKey: nameKeyOf(given.name),
    given,
    ...secrets.seal(id, version, { ...given, secret }, stored),
  })

  return {
    /** Its id. Throws INVALID_INPUT, CONFLICT or, where a secret has to be sealed, VAULT_UNAVAILABLE. */
    create: async (by: By, given: GivenContactPoint): Promise<string> => {
      const id = ids.next()
      requireSound(given)
      await database.change(
        by,
        entry(
          'created',
          { id, name: given.name },
          `${by.actor.name} lets alerts reach “${given.name}”: ${channelWords(given.channel)}`,
          factsOf(given),
        ),
        (tx) => {
          requireFreeName(tx, given.name, null)
          if (allContactPoints(tx).length >= maxContactPoints)
            throw new GatehouseError('CONFLICT', `There are ${maxContactPoints} contact points already; delete one first.`, {})
          insertContactPoint(tx, written(id, 1, given, null), clock.now())
        },
      )
      return id
    },

    change: async (by: By, { id, version, ...given }: GivenContactPoint & SeenVersion): Promise<void> => {
      requireSound(given)
      await database.change(
        by,
        (before: StoredContactPoint) =>
          entry(
            'changed',
            { id, name: given.name },
            `${by.actor.name} changed how alerts reach “${given.name}”: ${channelWords(given.channel)}`,
            {
              from: factsOf(before),
              to: factsOf(given),
              secretChanged: given.secret !== null,
            },
          ),
        (tx) => {
          const stored = asSeen(tx, { id, version })
          requireFreeName(tx, given.name, id)
          updateContactPoint(tx, written(id, stored.version + 1, given, stored))
          return stored
        },
      )
    },

    delete: async (by: By, seen: SeenVersion): Promise<void> => {
      await database.change(
        by,
        ({ point, dropped }: { point: StoredContactPoint; dropped: number }) =>
          entry('deleted', point, `${by.actor.name} deleted the contact point “${point.name}”; alerts reach it no more`, {
            channel: channelWords(point.channel),
            dropped,
          }),
        (tx) => {
          const point = asSeen(tx, seen)
          const dropped = dropWaitingOf(tx, seen.id, 'The contact point was deleted before it could be sent.')
          deleteContactPoint(tx, seen.id)
          return { point, dropped }
        },
      )
    },
  }
}
