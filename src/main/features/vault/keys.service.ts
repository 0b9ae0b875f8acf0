/** The master key's life: where it lies, sealed or open, first run, key slots. Gives `Keys` to the other features. */
import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { KeychainUnavailable } from '../../../ports/keychain.ts'
import type { Keychain } from '../../../ports/keychain.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import { Secret } from '../../../ports/secret.ts'
import type { VaultState } from '../../../shared/contract/console.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Database } from '../../database/database.ts'
import type { GivenMasterKey } from './given-master-key.ts'
import type { KeyRing, Keys, NewKeys, SlotKey } from './key-ring.ts'
import { deriveKey, seal, unseal } from './seal.ts'
import { makeSigningKey } from './signing-key.ts'
import { insertMasterKey, insertSigningKey, keySlotOf, masterKeyInForce, replaceKeySlot } from './master-key.store.ts'
import type { MasterKeyRow } from './master-key.store.ts'

export interface KeysOptions {
  database: Database
  keychain: Keychain
  given: GivenMasterKey | null
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Argon2id of the password with this salt; 32 bytes. */
  hashForSlot(password: string, salt: Uint8Array): Promise<Uint8Array>
}

/** A ring remembers its master key, so that an opened vault can make slots. */
interface OpenKeys {
  ring: KeyRing
  masterKey: Secret<Uint8Array>
  masterKeyId: string
}

const entryName = (installationId: string, masterKeyId: string): string => `master-key ${installationId} ${masterKeyId}`
const dataKeyBinding = (masterKeyId: string): string => `data-key:${masterKeyId}`
const slotBinding = (userId: string, masterKeyId: string): string => `key-slot:${userId}:${masterKeyId}`

const ringOf = (dataKey: Uint8Array): KeyRing => {
  const sealing = deriveKey(dataKey, 'seal')
  return {
    seal: (plain, binding) => seal(sealing, plain, binding),
    open: (sealed, binding) => unseal(sealing, sealed, binding),
    mac: (label, data) =>
      createHmac('sha256', deriveKey(dataKey, `mac ${label}`))
        .update(data)
        .digest(),
  }
}

const openRow = (row: MasterKeyRow, masterKey: Uint8Array): OpenKeys => {
  const dataKey = unseal(deriveKey(masterKey, 'wrap data key'), row.wrapped_data_key, dataKeyBinding(row.id))
  return { ring: ringOf(dataKey), masterKey: new Secret(masterKey), masterKeyId: row.id }
}

export interface KeysService extends Keys {
  /** Reads the master key from its place; at start and again when a person asks. */
  load(): Promise<void>
  /** Called once the vault is open, now or later. */
  whenOpen(run: (ring: KeyRing) => void): void
}

export const createKeys = (options: KeysOptions): KeysService => {
  const { database, keychain, given, clock, ids, events, logger } = options
  let open: OpenKeys | null = null
  let state: VaultState = { kind: 'empty' }
  let whenOpen: ((ring: KeyRing) => void)[] = []
  const candidates = new WeakMap<KeyRing, OpenKeys>()

  const setState = (next: VaultState) => {
    const changed = JSON.stringify(next) !== JSON.stringify(state)
    state = next
    if (changed) events.publish({ kind: 'status-changed' })
  }
  const opened = (keys: OpenKeys) => {
    open = keys
    setState({ kind: 'open' })
    const runs = whenOpen
    whenOpen = []
    for (const run of runs) run(keys.ring)
  }
  const unavailable = (reason: string) => new GatehouseError('VAULT_UNAVAILABLE', reason, { reason })

  /** A label of its own: what opens a slot is never what is stored to check the password. */
  const slotKeyOf = async (password: string, salt: Uint8Array): Promise<Uint8Array> =>
    deriveKey(await options.hashForSlot(password, salt), 'key slot')

  const load = async (): Promise<void> => {
    if (open) return
    const row = database.read(masterKeyInForce)
    if (!row) return setState({ kind: 'empty' })
    if (row.place === 'slots') return setState({ kind: 'sealed' })
    let masterKey: Uint8Array
    if (row.place === 'keychain') {
      try {
        const text = await keychain.read(entryName(database.installationId, row.id))
        if (text === null) {
          const reason =
            'The keychain holds no master key of this installation. Nothing was overwritten: restore the keychain entry, then try again.'
          return setState({ kind: 'unavailable', reason })
        }
        masterKey = new Uint8Array(Buffer.from(text, 'base64'))
      } catch (error) {
        logger.warn({ err: error }, 'the keychain does not answer')
        const reason = error instanceof KeychainUnavailable ? error.message : 'The keychain does not answer.'
        return setState({ kind: 'unavailable', reason })
      }
    } else {
      if (given?.place !== row.place) {
        const variable = row.place === 'file' ? 'GATEHOUSE_MASTER_KEY_FILE' : 'GATEHOUSE_MASTER_KEY'
        return setState({
          kind: 'unavailable',
          reason: `The master key of this installation comes from ${variable}, which is not set. Start the console again with it.`,
        })
      }
      masterKey = given.key.reveal()
    }
    try {
      opened(openRow(row, masterKey))
    } catch {
      setState({ kind: 'unavailable', reason: 'The master key found is not the one of this installation. Nothing was overwritten.' })
    }
  }

  /** Which place a new installation uses: what the operator gave, else the keychain, else key slots. */
  const keep = async (masterKey: Uint8Array, masterKeyId: string): Promise<MasterKeyRow['place']> => {
    if (given) return given.place
    const name = entryName(database.installationId, masterKeyId)
    const text = Buffer.from(masterKey).toString('base64')
    try {
      await keychain.write(name, text)
      if ((await keychain.read(name)) === text) return 'keychain'
      logger.warn({}, 'the keychain did not give back what was written')
    } catch (error) {
      logger.info({ err: error }, 'no keychain: the master key goes into key slots')
    }
    return 'slots'
  }

  const wrapSlot = (tx: Parameters<Keys['rewrapSlot']>[0], keys: OpenKeys, userId: string, slot: SlotKey) => {
    const wrapped = seal(slot.key.reveal(), keys.masterKey.reveal(), slotBinding(userId, keys.masterKeyId))
    replaceKeySlot(tx, userId, keys.masterKeyId, { salt: slot.salt, wrapped_master_key: wrapped }, clock.now())
  }

  return {
    load,
    whenOpen: (run) => {
      if (open) run(open.ring)
      else whenOpen.push(run)
    },
    state: () => state,
    place: () => database.read(masterKeyInForce)?.place ?? 'none',
    ring: () => {
      if (open) return open.ring
      if (state.kind === 'unavailable') throw unavailable(state.reason)
      throw unavailable(state.kind === 'sealed' ? 'The vault is sealed until somebody signs in.' : 'The vault is empty until first run.')
    },
    deriveSlotKey: async (password) => {
      const salt = randomBytes(16)
      return { salt, key: new Secret(await slotKeyOf(password, salt)) }
    },
    createKeys: async (): Promise<NewKeys> => {
      const masterKeyId = ids.next()
      const masterKey = given ? given.key.reveal() : new Uint8Array(randomBytes(32))
      const place = await keep(masterKey, masterKeyId)
      const dataKey = randomBytes(32)
      const row: MasterKeyRow = {
        id: masterKeyId,
        place,
        wrapped_data_key: seal(deriveKey(masterKey, 'wrap data key'), dataKey, dataKeyBinding(masterKeyId)),
      }
      const keys: OpenKeys = { ring: ringOf(dataKey), masterKey: new Secret(masterKey), masterKeyId }
      return {
        ring: keys.ring,
        commit: (tx, userId, slot) => {
          insertMasterKey(tx, row, clock.now())
          if (place === 'slots') wrapSlot(tx, keys, userId, slot)
          insertSigningKey(tx, makeSigningKey(keys.ring), clock.now())
        },
        activate: () => opened(keys),
        abandon: async () => {
          if (place !== 'keychain') return
          await keychain
            .remove(entryName(database.installationId, masterKeyId))
            .catch((error: unknown) => logger.warn({ err: error }, 'an unused master key stays in the keychain'))
        },
      }
    },
    unwrap: async (userId, password) => {
      if (open) return open.ring
      if (state.kind === 'unavailable') await load()
      if (open) return (open as OpenKeys).ring
      const row = database.read(masterKeyInForce)
      if (row?.place !== 'slots') throw unavailable(state.kind === 'unavailable' ? state.reason : 'The vault is empty until first run.')
      const slot = database.read((db) => keySlotOf(db, userId, row.id))
      if (!slot) throw unavailable('The vault is sealed and this user has no key to it. Another user has to sign in first.')
      const slotKey = await slotKeyOf(password, slot.salt)
      try {
        const keys = openRow(row, unseal(slotKey, slot.wrapped_master_key, slotBinding(userId, row.id)))
        candidates.set(keys.ring, keys)
        return keys.ring
      } catch {
        throw unavailable('The key slot of this user does not open: it does not belong to this password.')
      }
    },
    openWith: (ring) => {
      if (open) return
      const keys = candidates.get(ring)
      if (keys) opened(keys)
    },
    rewrapSlot: (tx, userId, slot) => {
      const row = masterKeyInForce(tx)
      if (row?.place !== 'slots') return
      if (!open) throw unavailable('The vault is sealed until somebody signs in.')
      wrapSlot(tx, open, userId, slot)
    },
  }
}
