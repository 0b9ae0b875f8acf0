/** Changing the master key or where it lies, and the data key: write and read back, commit, remove the old one. */
import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import { KeychainUnavailable } from '../../../ports/keychain.ts'
import { Secret } from '../../../ports/secret.ts'
import type { KeyPlace, MasterKey } from '../../../shared/contract/master-key.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Readable, Writable } from '../../database/database.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import type { GivenMasterKey } from './given-master-key.ts'
import type { KeychainEntries } from './keychain-entries.service.ts'
import type { Resealer, SlotKey } from './key-ring.ts'
import type { KeysService } from './keys.service.ts'
import { masterKeySentence, placeChoices, placeName, unusedGivenSentence } from './master-key-place.ts'
import type { PlaceChoice } from './master-key-place.ts'
import { deleteOtherKeySlots, masterKeyInForce, replaceKeySlot, replaceMasterKey } from './master-key.store.ts'
import type { MasterKeyRow } from './master-key.store.ts'
import { joinKeys, makeKey, wrapForSlot, wrapKeys } from './open-keys.ts'
import type { OpenKeys } from './open-keys.ts'
import type { Recovery } from './recovery.service.ts'
import { DoesNotOpen } from './seal.ts'

export interface MasterKeyService {
  get(): Promise<MasterKey>
  /** Throws CONFLICT where the place cannot be used now; then nothing has changed. */
  move(by: By, session: OpenSession, to: { place: KeyPlace; password: string | null }): Promise<MasterKey>
  /** How many secrets were sealed anew. */
  rotateDataKey(by: By): Promise<number>
  createRecoveryKey(by: By): Promise<string>
  /** The address of a text file of the recovery key that was just shown. */
  downloadRecoveryKey(by: By, session: OpenSession, typed: string): Promise<string>
  openWithRecoveryKey(by: By, typed: string): Promise<void>
}

export interface MasterKeyOptions {
  database: Database
  keys: KeysService
  entries: KeychainEntries
  recovery: Recovery
  given: GivenMasterKey | null
  clock: Clock
  ids: Ids
  downloads: Downloads
  /** Of every feature that keeps something sealed. */
  resealers: readonly Resealer[]
  /**
   * That it is the password of this session's user, as an attempt that counts; the answer tells whether it still is.
   * Throws INVALID_CREDENTIALS, LOCKED_OUT or TOO_MANY_ATTEMPTS.
   */
  confirmPassword(by: By, session: OpenSession, password: string): Promise<(db: Readable) => boolean>
}

const conflict = (sentence: string) => new GatehouseError('CONFLICT', sentence, {})
const changedMeanwhile = () => conflict('The master key was changed meanwhile. Look again.')

/** What a new master key brings along into the transaction. */
interface Prepared {
  key: Uint8Array
  /** `isOfPassword`: a slot made of a password that has changed meanwhile would never be opened again. */
  slot: (SlotKey & { isOfPassword(db: Readable): boolean }) | null
}

export const createMasterKey = (options: MasterKeyOptions): MasterKeyService => {
  const { database, keys, entries, recovery, given, clock, ids } = options
  let busy = false

  /** One change at a time: each takes several steps, and two would remove each other's keys. */
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw conflict('Another change of the keys is under way. Wait for it, then look again.')
    busy = true
    try {
      return await work()
    } finally {
      busy = false
    }
  }

  const requireCurrent = (): OpenKeys => {
    keys.ring()
    return keys.current()!
  }

  const rowInForce = (): MasterKeyRow => {
    const row = database.read(masterKeyInForce)
    if (!row) throw new GatehouseError('NOT_FOUND', masterKeySentence('none'), {})
    return row
  }

  const givenIsInForce = (row: MasterKeyRow): boolean => {
    if (!given || given.place !== row.place) return false
    const current = keys.current()
    return !current || timingSafeEqual(current.masterKey.reveal(), given.key.reveal())
  }

  const whyClosed = (): string | null => {
    const state = keys.state()
    if (state.kind === 'open') return null
    return state.kind === 'unavailable' ? state.reason : 'The vault is sealed until somebody signs in.'
  }

  const choicesFor = (row: MasterKeyRow, keychainRefusal: string | null): PlaceChoice[] =>
    placeChoices({
      inForce: row.place,
      closed: whyClosed(),
      keychainRefusal,
      given: given?.place ?? null,
      givenIsInForce: givenIsInForce(row),
    })

  const sentenceOf = (row: MasterKeyRow): string => {
    const sentences = [masterKeySentence(row.place)]
    const trouble = keys.placeTrouble()
    if (trouble) sentences.push(`${trouble} The vault is open now, but would not open after the next start: choose a place below.`)
    if (given && !givenIsInForce(row)) sentences.push(unusedGivenSentence(given.place))
    if (entries.leftovers() > 0)
      sentences.push(
        'An entry that is of no use any more could not be removed from the keychain yet; that is tried again at the next start.',
      )
    return sentences.join(' ')
  }

  const get = async (): Promise<MasterKey> => {
    const keychainRefusal = await entries.whyNot()
    await keys.checkPlace()
    const row = rowInForce()
    return {
      id: row.id,
      place: row.place,
      createdAtMs: row.created_at_ms,
      sentence: sentenceOf(row),
      places: choicesFor(row, keychainRefusal),
      dataKeyCreatedAtMs: row.data_key_created_at_ms,
      recoveryKeyCreatedAtMs: recovery.createdAtMs(),
    }
  }

  const requirePossible = async (row: MasterKeyRow, place: KeyPlace) => {
    // The keychain is asked by writing to it, so that its own words are told.
    const choice = choicesFor(row, null).find((one) => one.place === place)
    if (!choice?.possible) throw conflict(choice?.sentence ?? 'There is no such place.')
  }

  const prepare = async (by: By, session: OpenSession, place: KeyPlace, password: string | null): Promise<Prepared> => {
    if (place === 'slots') {
      if (!password) throw new GatehouseError('INVALID_INPUT', 'Enter your password: your key slot is made from it.', { field: 'password' })
      const isOfPassword = await options.confirmPassword(by, session, password)
      return { key: makeKey(), slot: { ...(await keys.deriveSlotKey(password)), isOfPassword } }
    }
    return { key: place === 'keychain' || !given ? makeKey() : given.key.reveal(), slot: null }
  }

  const keepInKeychain = async (next: OpenKeys) => {
    try {
      await entries.put(next.masterKeyId, next.masterKey.reveal())
    } catch (error) {
      if (!(error instanceof KeychainUnavailable)) throw error
      throw conflict(`${error.message} Nothing was changed: the master key is the one from before.`)
    }
  }

  const movedEvent = (by: By, from: MasterKeyRow, to: MasterKeyRow): AuditEvent => {
    const stays =
      from.place === 'file' || from.place === 'environment' ? `; the key that ${placeName(from.place)} gives is not ours to destroy` : ''
    const rotated = from.place === to.place
    return {
      action: rotated ? 'master-key.rotated' : 'master-key.moved',
      severity: 'high',
      message: rotated
        ? `${by.actor.name} replaced the master key in ${placeName(to.place)} by a new one${stays}`
        : `${by.actor.name} moved from the master key in ${placeName(from.place)} to a new one in ${placeName(to.place)}${stays}`,
      target: { kind: 'master-key', id: to.id, name: placeName(to.place) },
      detail: { from: from.place, to: to.place, replaced: from.id },
    }
  }

  const commitMove = (by: By, session: OpenSession, from: MasterKeyRow, place: KeyPlace, next: OpenKeys, slot: Prepared['slot']) => {
    const row: MasterKeyRow = { ...from, ...wrapKeys(next), place, created_at_ms: clock.now() }
    const write = (tx: Writable): AuditEvent[] => {
      if (!replaceMasterKey(tx, from, row)) throw changedMeanwhile()
      if (slot && !slot.isOfPassword(tx)) throw conflict('Your password was changed meanwhile. Nothing was moved; enter the new one.')
      if (slot) replaceKeySlot(tx, session.user.id, next.masterKeyId, wrapForSlot(next, session.user.id, slot), row.created_at_ms)
      deleteOtherKeySlots(tx, next.masterKeyId)
      return recovery.serve(tx, next)
    }
    const committing = database.change(by, (more: AuditEvent[]) => [movedEvent(by, from, row), ...more], write)
    // Before anybody else's turn: what is sealed from here on is sealed under the keys that the database names.
    keys.settle(next)
    return committing
  }

  const move: MasterKeyService['move'] = async (by, session, { place, password }) => {
    requireCurrent()
    await requirePossible(rowInForce(), place)
    const prepared = await prepare(by, session, place, password)
    const from = rowInForce()
    const before = requireCurrent()
    const next = joinKeys({ ...before, masterKeyId: ids.next(), masterKey: new Secret(prepared.key) })
    if (place === 'keychain') await keepInKeychain(next)
    try {
      await commitMove(by, session, from, place, next, prepared.slot)
    } finally {
      // Of the old and the new entry, the one that is not in force goes.
      await entries.release(next.masterKeyId)
    }
    return get()
  }

  const rotateDataKey = async (by: By): Promise<number> => {
    const before = requireCurrent()
    const from = rowInForce()
    const next = joinKeys({ ...before, dataKeyId: ids.next(), dataKey: new Secret(makeKey()) })
    const row: MasterKeyRow = { ...from, ...wrapKeys(next), data_key_created_at_ms: clock.now() }
    const committing = database.change(
      by,
      (resealed: number) => ({
        action: 'data-key.rotated',
        severity: 'high',
        message: `${by.actor.name} replaced the data key; ${resealed} secret${resealed === 1 ? ' was' : 's were'} sealed anew`,
        target: { kind: 'data-key', id: row.data_key_id, name: 'data key' },
        detail: { resealed, replaced: from.data_key_id },
      }),
      (tx) => {
        if (!replaceMasterKey(tx, from, row)) throw changedMeanwhile()
        try {
          return options.resealers.reduce((resealed, reseal) => resealed + reseal(tx, before.ring, next.ring), 0)
        } catch (error) {
          if (!(error instanceof DoesNotOpen)) throw error
          throw conflict('A stored secret does not open: somebody changed it outside the console. Nothing was changed; verify the log.')
        }
      },
    )
    keys.settle(next)
    return committing
  }

  const downloadRecoveryKey: MasterKeyService['downloadRecoveryKey'] = async (by, session, typed) => {
    const { id, text } = recovery.fileOf(typed)
    const { url } = await options.downloads.create({
      sessionId: session.id,
      fileName: 'gatehouse-recovery-key.txt',
      contentType: 'text/plain; charset=utf-8',
      body: text,
    })
    await database.append(by, {
      action: 'recovery-key.downloaded',
      severity: 'medium',
      message: `${by.actor.name} took the recovery key as a file`,
      target: { kind: 'recovery-key', id, name: 'recovery key' },
    })
    return url
  }

  return {
    get,
    move: (by, session, to) => alone(() => move(by, session, to)),
    rotateDataKey: (by) => alone(() => rotateDataKey(by)),
    createRecoveryKey: (by) => alone(() => recovery.create(by)),
    downloadRecoveryKey,
    openWithRecoveryKey: (by, typed) => recovery.open(by, typed),
  }
}
