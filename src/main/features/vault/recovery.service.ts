/** The recovery key's life: made, served with each new master key, spent where the master key's place fails. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { RecoveryKeys } from './key-ring.ts'
import type { KeysService } from './keys.service.ts'
import { deleteRecoveryKey, masterKeyInForce, recoveryKeyInForce, replaceRecoveryKey } from './master-key.store.ts'
import type { MasterKeyRow, RecoveryKeyRow } from './master-key.store.ts'
import { openKeys } from './open-keys.ts'
import type { OpenKeys } from './open-keys.ts'
import {
  makeRecoveryKey,
  publicHalfOf,
  readRecoveryKey,
  recoveryKeyText,
  showRecoveryKey,
  unwrapByRecovery,
  wrapForRecovery,
} from './recovery-key.ts'
import { createRefusalPace } from './refusal-pace.ts'

export interface Recovery extends RecoveryKeys {
  createdAtMs(): number | null
  /** As it is printed; shown once, kept nowhere. The one before is void. */
  create(by: By): Promise<string>
  /** Inside the transaction of a move: the recovery key opens the new master key too. What there is to enter. */
  serve(tx: Writable, next: OpenKeys): AuditEvent[]
  /** Throws INVALID_INPUT (a typing slip), INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, CONFLICT (open already) or NOT_FOUND. */
  open(by: By, typed: string): Promise<void>
  /** A file of the key that was just shown. Throws INVALID_INPUT where it is not the one in force. */
  fileOf(typed: string): { id: string; text: string }
}

const macOf = (keys: OpenKeys, id: string, publicKey: Uint8Array): Buffer =>
  keys.ring.mac('recovery-key', `${id}:${Buffer.from(publicKey).toString('hex')}`)

/** False for one that somebody else put into the database. */
export const isOwnRecoveryKey = (keys: OpenKeys, row: Pick<RecoveryKeyRow, 'id' | 'public_key' | 'mac'>): boolean =>
  macOf(keys, row.id, row.public_key).equals(row.mac)

const rowFor = (keys: OpenKeys, made: { id: string; publicKey: Uint8Array; atMs: number }): RecoveryKeyRow => ({
  id: made.id,
  public_key: made.publicKey,
  mac: macOf(keys, made.id, made.publicKey),
  master_key_id: keys.masterKeyId,
  wrapped_master_key: wrapForRecovery(made.publicKey, keys.masterKey.reveal(), keys.masterKeyId),
  created_at_ms: made.atMs,
})

/** Null where this is not the recovery key in force, or one that somebody else put into its place. */
const keysBehind = (key: Uint8Array, row: RecoveryKeyRow, inForce: MasterKeyRow): OpenKeys | null => {
  try {
    const keys = openKeys(inForce, unwrapByRecovery(key, row.wrapped_master_key, inForce.id))
    return macOf(keys, row.id, publicHalfOf(key)).equals(row.mac) ? keys : null
  } catch {
    return null
  }
}

export interface RecoveryOptions {
  database: Database
  keys: KeysService
  clock: Clock
  ids: Ids
}

const notInForce = {
  entry: 'A recovery key was refused: it is not the one in force',
  sentence: 'This is not the recovery key of this vault. A key that was printed before another one was made is void.',
}

export const createRecovery = ({ database, keys, clock, ids }: RecoveryOptions): Recovery => {
  const pace = createRefusalPace(clock)

  const refuse: Recovery['refuse'] = async (by, { entry, sentence }) => {
    const paced = pace.refuse()
    if (paced.kind === 'wait') {
      const { retryAfterMs } = paced
      const seconds = Math.ceil(retryAfterMs / 1000)
      throw new GatehouseError('TOO_MANY_ATTEMPTS', `Too fast. Try again in ${seconds} second${seconds === 1 ? '' : 's'}.`, {
        retryAfterMs,
      })
    }
    await database.append(by, {
      action: 'vault.recovery-refused',
      severity: 'medium',
      outcome: 'refused',
      message: entry,
      count: paced.count,
    })
    throw new GatehouseError('INVALID_CREDENTIALS', sentence, { attemptsLeft: null })
  }

  /** What the typed key opens, with the row that it belongs to. */
  const look = (typed: string): { keys: OpenKeys | null; row: RecoveryKeyRow; inForce: MasterKeyRow } => {
    const read = readRecoveryKey(typed)
    if (read.kind === 'slip') throw new GatehouseError('INVALID_INPUT', read.sentence, { field: 'recoveryKey' })
    const row = database.read(recoveryKeyInForce)
    const inForce = database.read(masterKeyInForce)
    if (!row || !inForce) throw new GatehouseError('NOT_FOUND', 'No recovery key was ever made for this vault.', {})
    return { keys: keysBehind(read.key, row, inForce), row, inForce }
  }

  return {
    refuse,

    ringOf: (typed) => {
      const found = look(typed).keys
      return found && keys.ringOf(found)
    },

    fileOf: (typed) => {
      const { keys: found, row } = look(typed)
      if (!found)
        throw new GatehouseError('INVALID_INPUT', 'This is not the recovery key in force. Make a new one to keep it in a file.', {
          field: 'recoveryKey',
        })
      return { id: row.id, text: recoveryKeyText(typed, row.created_at_ms) }
    },

    createdAtMs: () => database.read(recoveryKeyInForce)?.created_at_ms ?? null,

    create: async (by) => {
      keys.ring()
      const current = keys.current()!
      const key = makeRecoveryKey()
      const row = rowFor(current, { id: ids.next(), publicKey: publicHalfOf(key), atMs: clock.now() })
      await database.change(
        by,
        (hadOne: boolean) => ({
          action: 'recovery-key.created',
          severity: 'high',
          message: `${by.actor.name} made a recovery key that opens the vault${hadOne ? '; the one before is void' : ''}`,
          target: { kind: 'recovery-key', id: row.id, name: 'recovery key' },
        }),
        (tx) => {
          if (masterKeyInForce(tx)?.id !== current.masterKeyId)
            throw new GatehouseError('CONFLICT', 'The master key was changed meanwhile. Try again.', {})
          const hadOne = recoveryKeyInForce(tx) !== null
          replaceRecoveryKey(tx, row)
          return hadOne
        },
      )
      return showRecoveryKey(key)
    },

    serve: (tx, next) => {
      const row = recoveryKeyInForce(tx)
      if (!row) return []
      if (isOwnRecoveryKey(next, row)) {
        replaceRecoveryKey(tx, rowFor(next, { id: row.id, publicKey: row.public_key, atMs: row.created_at_ms }))
        return []
      }
      deleteRecoveryKey(tx)
      return [
        {
          action: 'recovery-key.forged',
          severity: 'critical',
          outcome: 'refused',
          message: 'A recovery key that this console did not make was found in the database and removed; make a new one',
          target: { kind: 'recovery-key', id: row.id, name: 'recovery key' },
        },
      ]
    },

    open: async (by, typed) => {
      if (keys.current()) throw new GatehouseError('CONFLICT', 'The vault is open already. Nothing was done.', {})
      const { keys: found, row, inForce } = look(typed)
      // The right key is never kept waiting: of 160 bits none is guessed, and a stranger must not keep the owner out.
      if (!found) return refuse(by, notInForce)
      await database.append(by, {
        action: 'vault.opened-with-recovery-key',
        severity: 'high',
        message: 'The vault was opened with the recovery key',
        target: { kind: 'recovery-key', id: row.id, name: 'recovery key' },
        detail: { place: inForce.place },
      })
      keys.openFound(found)
      await keys.checkPlace()
    },
  }
}
