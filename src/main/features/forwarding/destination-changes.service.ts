/** Changes of destinations: each with its entry, in one transaction. Nothing is sent here. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import { horizonSequence, newestSequence } from '../../database/log-ends.ts'
import type { DestinationSecrets } from './destination-secrets.service.ts'
import {
  allDestinations,
  deleteDestination,
  destinationById,
  insertDestination,
  nameIsTaken,
  setEnabled,
  updateDestination,
} from './forwarding.store.ts'
import type { Destination } from './forwarding.store.ts'
import { refuseField } from '../../outgoing/refuse-field.ts'
import { nameKeyOf } from './given-destination.ts'
import type { GivenDestination, SeenVersion } from './given-destination.ts'
import { judgeDestination } from './judge-destination.ts'
import { targetWords } from './target-address.ts'

export interface DestinationChangesOptions {
  database: Database
  ids: Ids
  clock: Clock
  secrets: DestinationSecrets
}

const maxDestinations = 20

/** Throws NOT_FOUND. */
export const knownDestination = (db: Readable, id: string): Destination => {
  const destination = destinationById(db, id)
  if (!destination) throw new GatehouseError('NOT_FOUND', 'There is no such destination any more.', {})
  return destination
}

/** Throws INVALID_INPUT. */
export const requireSound = ({ target, secret }: GivenDestination): void => {
  const refusal = judgeDestination(target, secret)
  if (refusal) throw refuseField(refusal.field, refusal.sentence)
}

const entry = (
  action: string,
  { id, name }: { id: string; name: string },
  message: string,
  detail: Record<string, unknown>,
): AuditEvent => ({
  action: `forwarding.${action}`,
  // Who else reads the log, and whether a copy is made outside.
  severity: 'medium',
  message,
  target: { kind: 'forwarding', id, name },
  detail,
})

const factsOf = ({ name, target, leastSeverity }: Pick<Destination, 'name' | 'target' | 'leastSeverity'>) => ({
  name,
  target: targetWords(target),
  leastSeverity,
})

const asSeen = (tx: Writable, { id, version }: SeenVersion): Destination => {
  const destination = knownDestination(tx, id)
  if (destination.version !== version)
    throw new GatehouseError('CONFLICT', `“${destination.name}” was changed elsewhere meanwhile. Look again.`, {})
  return destination
}

const requireFreeName = (tx: Writable, name: string, exceptId: string | null): void => {
  if (nameIsTaken(tx, nameKeyOf(name), exceptId)) throw refuseField('name', `There is a destination “${name}” already.`)
}

export const createDestinationChanges = ({ database, ids, clock, secrets }: DestinationChangesOptions) => {
  const written = (id: string, version: number, given: GivenDestination, stored: Destination | null) => ({
    id,
    version,
    name: given.name,
    nameKey: nameKeyOf(given.name),
    target: given.target,
    leastSeverity: given.leastSeverity,
    ...secrets.seal(id, version, given, stored),
  })

  return {
    /** Its id. Throws INVALID_INPUT, CONFLICT or, where a secret has to be sealed, VAULT_UNAVAILABLE. */
    create: async (by: By, given: GivenDestination, from: 'now' | 'beginning'): Promise<string> => {
      const id = ids.next()
      requireSound(given)
      await database.change(
        by,
        entry(
          'created',
          { id, name: given.name },
          `${by.actor.name} began to send the log to “${given.name}”: ${targetWords(given.target)}`,
          {
            ...factsOf(given),
            from,
          },
        ),
        (tx) => {
          requireFreeName(tx, given.name, null)
          if (allDestinations(tx).length >= maxDestinations)
            throw new GatehouseError('CONFLICT', `There are ${maxDestinations} destinations already; delete one first.`, {})
          const lastSequence = newestSequence(tx)
          const horizon = horizonSequence(tx)
          // From now on: the entry of this very change is the first that is sent.
          insertDestination(tx, written(id, 1, given, null), clock.now(), from === 'now' ? lastSequence : horizon)
        },
      )
      return id
    },

    change: async (by: By, given: GivenDestination & SeenVersion): Promise<void> => {
      requireSound(given)
      await database.change(
        by,
        (before: Destination) =>
          entry('changed', given, `${by.actor.name} changed how the log is sent to “${given.name}”: ${targetWords(given.target)}`, {
            from: factsOf(before),
            to: factsOf(given),
            secretChanged: given.secret !== null,
          }),
        (tx) => {
          const stored = asSeen(tx, given)
          requireFreeName(tx, given.name, given.id)
          updateDestination(tx, written(given.id, stored.version + 1, given, stored))
          return stored
        },
      )
    },

    /** `why`: where nobody asked for it. */
    setEnabled: async (by: By, seen: SeenVersion, enabled: boolean, why: string | null = null): Promise<void> => {
      await database.change(
        by,
        (destination: Destination) =>
          entry(
            enabled ? 'enabled' : 'disabled',
            destination,
            why ?? `${by.actor.name} ${enabled ? 'resumed' : 'stopped'} sending the log to “${destination.name}”`,
            { position: destination.position },
          ),
        (tx) => {
          const destination = asSeen(tx, seen)
          setEnabled(tx, seen.id, enabled)
          return destination
        },
      )
    },

    delete: async (by: By, seen: SeenVersion): Promise<void> => {
      await database.change(
        by,
        ({ destination, unsent }: { destination: Destination; unsent: number }) =>
          entry('deleted', destination, `${by.actor.name} deleted the destination “${destination.name}”; the log is sent there no more`, {
            target: targetWords(destination.target),
            position: destination.position,
            unsent,
          }),
        (tx) => {
          const destination = asSeen(tx, seen)
          deleteDestination(tx, seen.id)
          return { destination, unsent: Math.max(0, newestSequence(tx) - destination.position) }
        },
      )
    },
  }
}
