/**
 * The keys of a restored vault: where their master key will lie, decided before anything is written, and the rows that say so.
 * Data key and MAC key are those of the backup, so that all that is sealed opens; the place is that of this machine.
 */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { Secret } from '../../../ports/secret.ts'
import type { KeyPlace } from '../../../shared/contract/master-key.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, HeadSigner, Readable, Writable } from '../../database/database.ts'
import type { GivenMasterKey } from './given-master-key.ts'
import type { KeyRing } from './key-ring.ts'
import type { KeychainEntries } from './keychain-entries.service.ts'
import type { KeysService } from './keys.service.ts'
import { allSigningKeys, masterKeyInForce } from './master-key.store.ts'
import type { MasterKeyRow } from './master-key.store.ts'
import { joinKeys, makeKey, openKeys, wrapKeys } from './open-keys.ts'
import type { OpenKeys } from './open-keys.ts'
import type { Recovery } from './recovery.service.ts'
import { keepSlotsOf, putMasterKeyRow, sharedSlotOwners, slotOwners, takeRecoveryKey, takeSlots } from './restored-keys.store.ts'
import { openSigningKey } from './signing-key.ts'

/** What becomes of the master key. `as-it-was`: that of the backup, in its key slots. `stays`: that of this console. */
type Way =
  { kind: 'as-it-was' } | { kind: 'stays'; of: OpenKeys; slotsOf: string[] } | { kind: 'new'; place: 'keychain' | 'file' | 'environment' }

export interface RestoredKeysOptions {
  keys: KeysService
  given: GivenMasterKey | null
  clock: Clock
  ids: Ids
}

const refuse = (sentence: string) => new GatehouseError('CONFLICT', `${sentence} Nothing was changed.`, {})

const noWay =
  'The master key of this backup would have no place here: there is no keychain, no key was given, and the backup holds no key slots. Start the console with GATEHOUSE_MASTER_KEY_FILE, then restore.'

const nobodyOpens = 'The key slots of this backup are of nobody who may sign in, so its vault would stay shut for ever.'

const signerOf = (ring: KeyRing, db: Readable): HeadSigner | null => {
  let newest: HeadSigner | null = null
  for (const row of allSigningKeys(db)) {
    try {
      newest = openSigningKey(ring, row).signer
    } catch {
      // Not ours: see signing-keys.service.ts.
    }
  }
  return newest
}

export const createRestoredKeys = ({ keys, given, clock, ids }: RestoredKeysOptions) => {
  const open = (scratch: Readable, masterKey: Uint8Array): { row: MasterKeyRow; found: OpenKeys } => {
    const row = masterKeyInForce(scratch)
    if (!row) throw refuse('This backup holds no vault: it was made before first run.')
    try {
      return { row, found: openKeys(row, masterKey) }
    } catch {
      throw new GatehouseError(
        'INVALID_INPUT',
        'The vault in this backup does not open with the key that came with it. Nothing was changed.',
        {
          field: null,
        },
      )
    }
  }

  /** Over a console that is set up. `present` is its database. */
  const wayHere = (present: Readable, scratch: Readable, row: MasterKeyRow): { way: Way; place: KeyPlace; warnings: string[] } => {
    keys.ring()
    const of = keys.current()!
    const here = masterKeyInForce(present)!.place
    if (here !== 'slots') return { way: { kind: 'stays', of, slotsOf: [] }, place: here, warnings: [] }
    if (row.place === 'slots') {
      if (slotOwners(scratch, row.id).length === 0) throw refuse(nobodyOpens)
      return {
        way: { kind: 'as-it-was' },
        place: 'slots',
        warnings: ['The vault opens with the passwords of the time of the backup, and is sealed until somebody signs in with one.'],
      }
    }
    const owners = sharedSlotOwners(present, scratch, of.masterKeyId)
    if (owners.length === 0)
      throw refuse(
        'The master key of this console lies in key slots, and nobody in the backup has the password of one. Move it to the keychain or a key file in Settings, then restore.',
      )
    return {
      way: { kind: 'stays', of, slotsOf: owners.map(({ id }) => id) },
      place: 'slots',
      warnings: [
        `After the restore the vault opens when ${owners.map(({ name }) => name).join(' or ')} signs in; others get their key slot at their next sign-in.`,
      ],
    }
  }

  /** Onto a machine where nobody is set up. */
  const wayOnNew = (
    scratch: Readable,
    row: MasterKeyRow,
    keychainRefusal: string | null,
  ): { way: Way; place: KeyPlace; warnings: string[] } => {
    if (given) return { way: { kind: 'new', place: given.place }, place: given.place, warnings: [] }
    if (keychainRefusal === null) return { way: { kind: 'new', place: 'keychain' }, place: 'keychain', warnings: [] }
    if (row.place !== 'slots' || slotOwners(scratch, row.id).length === 0) throw refuse(noWay)
    const owners = slotOwners(scratch, row.id).join(' or ')
    return { way: { kind: 'as-it-was' }, place: 'slots', warnings: [`The vault stays sealed until ${owners} signs in.`] }
  }

  const nextOf = (way: Way, found: OpenKeys): OpenKeys => {
    switch (way.kind) {
      case 'as-it-was':
        return found
      case 'stays':
        return joinKeys({ ...found, masterKeyId: way.of.masterKeyId, masterKey: way.of.masterKey })
      case 'new':
        return joinKeys({
          ...found,
          masterKeyId: ids.next(),
          masterKey: new Secret(way.place === 'keychain' || !given ? makeKey() : given.key.reveal()),
        })
    }
  }

  /** `present` null: nobody is set up here. Writes nothing. Throws CONFLICT where there is no place for the master key. */
  const plan = (scratch: Readable, masterKey: Uint8Array, present: Readable | null, keychainRefusal: string | null) => {
    const { row, found } = open(scratch, masterKey)
    const { way, place, warnings } = present ? wayHere(present, scratch, row) : wayOnNew(scratch, row, keychainRefusal)
    const next = nextOf(way, found)
    return {
      place,
      warnings,
      ring: found.ring,
      signer: signerOf(found.ring, scratch),
      masterKey: next.masterKey.reveal(),
      masterKeyId: next.masterKeyId,
      /** Inside the transaction of the restore, with the other rows in place; `from` holds the rows of the backup. What there is to enter. */
      commit: (tx: Writable, from: Readable, recovery: Pick<Recovery, 'serve'>): AuditEvent[] => {
        const nowMs = clock.now()
        putMasterKeyRow(tx, { ...row, ...wrapKeys(next), place, created_at_ms: way.kind === 'as-it-was' ? row.created_at_ms : nowMs })
        if (way.kind === 'as-it-was') takeSlots(tx, from, row.id)
        else keepSlotsOf(tx, way.kind === 'stays' ? way.slotsOf : [], next.masterKeyId)
        takeRecoveryKey(tx, from)
        return recovery.serve(tx, next)
      },
      /** After that transaction: what is written from here on is sealed under the keys that the database names. */
      settle: () => void keys.settle(next),
      /** Only a new key in the keychain: written and read back before anything names it. */
      keep: async (entries: KeychainEntries): Promise<void> => {
        if (way.kind === 'new' && way.place === 'keychain') await entries.put(next.masterKeyId, next.masterKey.reveal())
      },
    }
  }
  return { plan }
}
export type RestoredKeysService = ReturnType<typeof createRestoredKeys>
export type PlannedKeys = ReturnType<RestoredKeysService['plan']>
