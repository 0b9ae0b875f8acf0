/** The keys while the console runs: empty, sealed, unavailable or open; first run and key slots. Gives `Keys` to the other features. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { KeychainUnavailable } from '../../../ports/keychain.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import { Secret } from '../../../ports/secret.ts'
import type { VaultState } from '../../../shared/contract/console.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import type { GivenMasterKey } from './given-master-key.ts'
import type { KeychainEntries } from './keychain-entries.service.ts'
import type { KeyRing, Keys, NewKeys } from './key-ring.ts'
import { variableOf } from './master-key-place.ts'
import {
  deleteKeySlot,
  insertMasterKey,
  insertSigningKey,
  keySlotCount,
  keySlotOf,
  masterKeyInForce,
  recoveryKeyInForce,
  replaceKeySlot,
} from './master-key.store.ts'
import type { MasterKeyRow } from './master-key.store.ts'
import { makeKey, makeKeys, openKeys, openSlot, wrapForSlot, wrapKeys } from './open-keys.ts'
import type { OpenKeys } from './open-keys.ts'
import { deriveKey } from './seal.ts'
import { makeSigningKey } from './signing-key.ts'

export interface KeysOptions {
  database: Database
  entries: KeychainEntries
  given: GivenMasterKey | null
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Argon2id of the password with this salt; 32 bytes. */
  hashForSlot(password: string, salt: Uint8Array): Promise<Uint8Array>
}

export interface KeysService extends Keys {
  /** Reads the master key from its place; at start and again when a person asks. */
  load(): Promise<void>
  /** Null while the vault is not open. */
  current(): OpenKeys | null
  /** After a change of the keys, in the same turn as its commit: these are used if the database names them. Whether it does. */
  settle(next: OpenKeys): boolean
  /** Opens the vault with keys that did not come from its place. */
  openFound(keys: OpenKeys): void
  /** A ring of keys that did not come from its place, for `openWith`; the open one where the vault is open. */
  ringOf(keys: OpenKeys): KeyRing
  /** Whether the place still holds the key of an open vault; see `placeTrouble`. */
  checkPlace(): Promise<void>
  /** The vault is open, but its place would not open it again; a sentence. */
  placeTrouble(): string | null
}

const delegating = (pick: () => OpenKeys): KeyRing => ({
  seal: (plain, binding) => pick().ring.seal(plain, binding),
  open: (sealed, binding) => pick().ring.open(sealed, binding),
  mac: (label, data) => pick().ring.mac(label, data),
})

export const createKeys = (options: KeysOptions): KeysService => {
  const { database, entries, given, clock, ids, events, logger } = options
  let open: OpenKeys | null = null
  let state: VaultState = { kind: 'empty' }
  let trouble: string | null = null
  let whenOpen: ((ring: KeyRing) => void)[] = []
  const candidates = new WeakMap<KeyRing, OpenKeys>()

  const tell = (nextState: VaultState, nextTrouble: string | null) => {
    const changed = JSON.stringify([nextState, nextTrouble]) !== JSON.stringify([state, trouble])
    state = nextState
    trouble = nextTrouble
    if (changed) events.publish({ kind: 'status-changed' })
  }
  const setState = (next: VaultState) => tell(next, null)
  const unavailable = (reason: string) => new GatehouseError('VAULT_UNAVAILABLE', reason, { reason })
  const requireOpen = (): OpenKeys => {
    if (open) return open
    if (state.kind === 'unavailable') throw unavailable(state.reason)
    throw unavailable(state.kind === 'sealed' ? 'The vault is sealed until somebody signs in.' : 'The vault is empty until first run.')
  }
  const openRing = delegating(requireOpen)

  /** Who waits for the vault must not keep it from being open, nor the next one from its turn. */
  const runOnOpen = (run: (ring: KeyRing) => void) => {
    try {
      run(openRing)
    } catch (error) {
      logger.error({ err: error }, 'something that waited for the vault failed')
    }
  }
  const opened = (keys: OpenKeys) => {
    open = keys
    setState({ kind: 'open' })
    const runs = whenOpen
    whenOpen = []
    for (const run of runs) runOnOpen(run)
  }

  /** A label of its own: what opens a slot is never what is stored to check the password. */
  const slotKeyOf = async (password: string, salt: Uint8Array): Promise<Uint8Array> =>
    deriveKey(await options.hashForSlot(password, salt), 'key slot')

  const wayBack = (): string => (database.read(recoveryKeyInForce) ? ' Or open the vault with the recovery key.' : '')

  /** The keys as their place holds them, or why they cannot be had from there. */
  const readPlace = async (row: MasterKeyRow): Promise<OpenKeys | string> => {
    let masterKey: Uint8Array | null
    if (row.place === 'keychain') {
      try {
        masterKey = await entries.read(row.id)
      } catch (error) {
        logger.warn({ err: error }, 'the keychain does not answer')
        return error instanceof KeychainUnavailable ? error.message : 'The keychain does not answer.'
      }
      if (masterKey === null)
        return 'The keychain holds no master key of this installation. Nothing was overwritten: restore the keychain entry, then try again.'
    } else {
      if (row.place === 'slots') return 'The vault is sealed until somebody signs in.'
      if (given?.place !== row.place)
        return `The master key of this installation comes from ${variableOf(row.place)}, which is not set. Start the console again with it.`
      masterKey = given.key.reveal()
    }
    try {
      return openKeys(row, masterKey)
    } catch {
      const where = row.place === 'keychain' ? 'in the keychain' : `that ${variableOf(row.place)} gives`
      return `The master key ${where} is not the one of this installation. Nothing was overwritten: put the right one back, then try again.`
    }
  }

  const checkPlace = async () => {
    const row = database.read(masterKeyInForce)
    if (!open || !row) return
    const found = row.place === 'slots' ? null : await readPlace(row)
    // A move may have gone on meanwhile.
    if (database.read(masterKeyInForce)?.id === row.id) tell(state, typeof found === 'string' ? found : null)
  }

  const load = async (): Promise<void> => {
    if (open) return checkPlace()
    const row = database.read(masterKeyInForce)
    if (!row) return setState({ kind: 'empty' })
    if (row.place === 'slots') return setState({ kind: 'sealed' })
    const found = await readPlace(row)
    // Somebody may have opened it meanwhile.
    if (open) return
    if (typeof found === 'string') setState({ kind: 'unavailable', reason: `${found}${wayBack()}` })
    else opened(found)
  }

  const ringOf = (keys: OpenKeys): KeyRing => {
    if (open) return openRing
    const ring = delegating(() => open ?? keys)
    candidates.set(ring, keys)
    return ring
  }

  /** Which place a new installation uses: what the operator gave, else the keychain, else key slots. */
  const keep = async (masterKey: Uint8Array, masterKeyId: string): Promise<MasterKeyRow['place']> => {
    if (given) return given.place
    // Asked before anything is written or noted: a machine without a keychain keeps no trace of a key that never was there.
    const refusal = await entries.whyNot()
    if (refusal !== null) {
      logger.info({ reason: refusal }, 'no keychain: the master key goes into key slots')
      return 'slots'
    }
    try {
      await entries.put(masterKeyId, masterKey)
      return 'keychain'
    } catch (error) {
      logger.warn({ err: error }, 'the keychain took no master key: it goes into key slots')
      return 'slots'
    }
  }

  return {
    load,
    whenOpen: (run) => {
      if (open) runOnOpen(run)
      else whenOpen.push(run)
    },
    current: () => open,
    settle: (next) => {
      const row = database.read(masterKeyInForce)
      const inForce = row?.id === next.masterKeyId && row.data_key_id === next.dataKeyId
      if (inForce) {
        const moved = open?.masterKeyId !== next.masterKeyId
        open = next
        tell({ kind: 'open' }, moved ? null : trouble)
        // Its place is part of the status, too.
        if (moved) events.publish({ kind: 'status-changed' })
      }
      return inForce
    },
    openFound: (keys) => {
      if (!open) opened(keys)
    },
    ringOf,
    checkPlace,
    placeTrouble: () => trouble,
    state: () => state,
    place: () => database.read(masterKeyInForce)?.place ?? 'none',
    ring: () => {
      requireOpen()
      return openRing
    },
    deriveSlotKey: async (password) => {
      const salt = randomBytes(16)
      return { salt, key: new Secret(await slotKeyOf(password, salt)) }
    },
    createKeys: async (): Promise<NewKeys> => {
      const masterKey = given ? given.key.reveal() : makeKey()
      const keys = makeKeys(ids.next(), new Secret(masterKey), ids.next())
      const place = await keep(masterKey, keys.masterKeyId)
      return {
        ring: keys.ring,
        commit: (tx, userId, slot) => {
          const nowMs = clock.now()
          insertMasterKey(tx, { ...wrapKeys(keys), place, created_at_ms: nowMs, data_key_created_at_ms: nowMs })
          if (place === 'slots') replaceKeySlot(tx, userId, keys.masterKeyId, wrapForSlot(keys, userId, slot), nowMs)
          insertSigningKey(tx, makeSigningKey(keys.ring), nowMs)
        },
        activate: () => {
          opened(keys)
          void entries.release(keys.masterKeyId)
        },
        abandon: () => entries.release(keys.masterKeyId),
      }
    },
    unwrap: async (userId, password) => {
      if (open) return openRing
      if (state.kind === 'unavailable') await load()
      if (open) return openRing
      const row = database.read(masterKeyInForce)
      if (row?.place !== 'slots') throw unavailable(state.kind === 'unavailable' ? state.reason : 'The vault is empty until first run.')
      const slot = database.read((db) => keySlotOf(db, userId, row.id))
      if (!slot) throw unavailable('The vault is sealed and this user has no key to it. Another user has to sign in first.')
      const slotKey = await slotKeyOf(password, slot.salt)
      try {
        return ringOf(openKeys(row, openSlot(slot, slotKey, userId, row.id)))
      } catch {
        throw unavailable('The key slot of this user does not open: it does not belong to this password.')
      }
    },
    openWith: (ring) => {
      if (open) return
      const keys = candidates.get(ring)
      if (keys) opened(keys)
    },
    lacksSlot: (userId) => {
      const row = database.read(masterKeyInForce)
      return open !== null && row?.place === 'slots' && database.read((db) => keySlotOf(db, userId, row.id)) === null
    },
    holdsSlot: (userId) => {
      const row = database.read(masterKeyInForce)
      return row?.place === 'slots' ? database.read((db) => keySlotOf(db, userId, row.id)) !== null : null
    },
    dropSlot: (tx, userId) => {
      const row = masterKeyInForce(tx)
      if (row?.place !== 'slots' || !keySlotOf(tx, userId, row.id)) return 'none'
      if (keySlotCount(tx, row.id) === 1) return 'last'
      deleteKeySlot(tx, userId, row.id)
      return 'dropped'
    },
    rewrapSlot: (tx, userId, slot, ring) => {
      const row = masterKeyInForce(tx)
      if (row?.place !== 'slots') return
      const keys = open ?? (ring && candidates.get(ring)) ?? requireOpen()
      replaceKeySlot(tx, userId, keys.masterKeyId, wrapForSlot(keys, userId, slot), clock.now())
    },
  }
}
