/** The recovery key's life: made, served with each new master key, spent where the master key's place fails. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import type { KeysService } from './keys.service.ts'
import { deleteRecoveryKey, masterKeyInForce, recoveryKeyInForce, replaceRecoveryKey } from './master-key.store.ts'
import type { MasterKeyRow, RecoveryKeyRow } from './master-key.store.ts'
import { openKeys } from './open-keys.ts'
import type { OpenKeys } from './open-keys.ts'
import { makeRecoveryKey, publicHalfOf, readRecoveryKey, showRecoveryKey, unwrapByRecovery, wrapForRecovery } from './recovery-key.ts'
import { createRefusalPace } from './refusal-pace.ts'

export interface Recovery {
  createdAtMs(): number | null
  /** As it is printed; shown once, kept nowhere. The one before is void. */
  create(by: By): Promise<string>
  /** Inside the transaction of a move: the recovery key opens the new master key too. What there is to enter. */
  serve(tx: Writable, next: OpenKeys): AuditEvent[]
  /** Throws INVALID_INPUT (a typing slip), INVALID_CREDENTIALS, TOO_MANY_ATTEMPTS, CONFLICT (open already) or NOT_FOUND. */
  open(by: By, typed: string): Promise<void>
}

const macOf = (keys: OpenKeys, id: string, publicKey: Uint8Array): Buffer =>
  keys.ring.mac('recovery-key', `${id}:${Buffer.from(publicKey).toString('hex')}`)

const rowFor = (keys: OpenKeys, made: { id: string; publicKey: Uint8Array; atMs: number }): RecoveryKeyRow => ({
  id: made.id,
  public_key: made.publicKey,
  mac: macOf(keys, made.id, made.publicKey),
  master_key_id: keys.masterKeyId,
  wrapped_master_key: wrapForRecovery(made.publicKey, keys.masterKey.reveal(), keys.masterKeyId),
  created_at_ms: made.atMs,
})

/** Null where this is not the recovery key in force. */
const keysBehind = (key: Uint8Array, row: RecoveryKeyRow, inForce: MasterKeyRow): OpenKeys | null => {
  try {
    return openKeys(inForce, unwrapByRecovery(key, row.wrapped_master_key, inForce.id))
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

export const createRecovery = ({ database, keys, clock, ids }: RecoveryOptions): Recovery => {
  const pace = createRefusalPace(clock)

  const refuse = async (by: By) => {
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
      message: 'A recovery key was refused: it is not the one in force',
      count: paced.count,
    })
    throw new GatehouseError(
      'INVALID_CREDENTIALS',
      'This is not the recovery key of this vault. A key that was printed before another one was made is void.',
      { attemptsLeft: null },
    )
  }

  return {
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
      if (macOf(next, row.id, row.public_key).equals(row.mac)) {
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
      const read = readRecoveryKey(typed)
      if (read.kind === 'slip') throw new GatehouseError('INVALID_INPUT', read.sentence, { field: 'recoveryKey' })
      const row = database.read(recoveryKeyInForce)
      const inForce = database.read(masterKeyInForce)
      if (!row || !inForce) throw new GatehouseError('NOT_FOUND', 'No recovery key was ever made for this vault.', {})
      // The right key is never kept waiting: of 160 bits none is guessed, and a stranger must not keep the owner out.
      const found = keysBehind(read.key, row, inForce)
      if (!found) return refuse(by)
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
