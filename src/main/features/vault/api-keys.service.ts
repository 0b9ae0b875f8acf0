/** Keys as records: listed, added, edited, rotated, revoked, deleted and restored. Each change is entered into the log with it. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Provider, VaultKey, VaultKeyDetail } from '../../../shared/contract/vault.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import * as store from './api-key.store.ts'
import type { ApiKeyRow } from './api-key.store.ts'
import { firstDayCounted, tagsOf, usesByDayOf, versionViewOf, viewOf } from './api-key-view.ts'
import { takesCheckAddress } from './key-endpoints.ts'
import { hintOf } from './key-hint.ts'
import { forgetCheck } from './key-check.store.ts'
import { assertInUse, assertKeepable, assertSeen, isDeleted, keyTarget, labelKeyOf, noSuchKey } from './key-record.ts'
import type { Keys } from './key-ring.ts'
import { recogniseText } from './provider.ts'
import { shownLabel } from './shown-label.ts'
import { fingerprintOf, sealVersion } from './stored-text.service.ts'
import { dayMs, keyRulesOf } from './vault-settings.ts'
import type { VaultSettings } from './vault-settings.ts'

export interface ApiKeysOptions {
  database: Database
  keys: Keys
  ids: Ids
  clock: Clock
  settings: VaultSettings
  /** The time at which something falls due may have changed. */
  onDueChanged(): void
}

/** The record as the caller saw it. */
interface Seen {
  id: string
  version: number
}
interface NewKey {
  label: string
  tags: readonly string[]
  provider: Provider | null
  text: string
  expiresAtMs: number | null
}
interface NextVersion {
  text: string
  overlapMs: number
  expiresAtMs: number | null
}
type Edit = Omit<NewKey, 'text' | 'provider'> & { provider: Provider }

const plainTags = (tags: readonly string[]): string => JSON.stringify([...new Set(tags)])
const withLabelKey = (key: ApiKeyRow) => ({ ...key, labelKey: labelKeyOf(key.label) })

export const createApiKeys = ({ database, keys, ids, clock, settings, onDueChanged }: ApiKeysOptions) => {
  const viewById = (id: string): VaultKey => {
    const nowMs = clock.now()
    const row = database.read((db) => store.listedKey(db, id, firstDayCounted(nowMs)))
    if (!row) throw noSuchKey()
    return viewOf(row, keyRulesOf(settings), nowMs)
  }

  /** One change of a record that the caller saw in this version. `events` are told from what `write` answers. */
  const changeSeen = async <T>(
    by: By,
    seen: Seen,
    event: (key: ApiKeyRow, result: T) => Omit<AuditEvent, 'target'>,
    write: (tx: Writable, key: ApiKeyRow, nowMs: number) => T,
  ): Promise<VaultKey> => {
    keys.ring()
    const nowMs = clock.now()
    await database.change(
      by,
      ({ key, result }: { key: ApiKeyRow; result: T }) => ({ ...event(key, result), target: keyTarget(key) }),
      (tx) => {
        const key = store.keyById(tx, seen.id)
        assertSeen(key, seen.version)
        return { key, result: write(tx, key, nowMs) }
      },
    )
    onDueChanged()
    return viewById(seen.id)
  }

  /** Inside a transaction: the new key's id. */
  const insert = (tx: Writable, by: By, key: NewKey, nowMs: number): string => {
    const id = ids.next()
    const provider = key.provider ?? recogniseText(key.text).provider
    const { label, expiresAtMs } = key
    store.insertKey(tx, { id, provider, label, labelKey: labelKeyOf(label), tags: plainTags(key.tags), expiresAtMs, createdAtMs: nowMs })
    store.insertVersion(tx, sealVersion(keys.ring(), { id, number: 1, text: key.text, storedAtMs: nowMs, storedBy: by.actor.name }))
    return id
  }

  /** Inside a transaction: the new version's number. Throws CONFLICT or INVALID_INPUT. */
  const insertNext = (tx: Writable, by: By, key: ApiKeyRow, { text, overlapMs, expiresAtMs }: NextVersion, nowMs: number): number => {
    assertInUse(key)
    const ring = keys.ring()
    const present = store.sealedVersion(tx, key.id, key.currentNumber)
    if (present && Buffer.from(present.fingerprint).equals(fingerprintOf(ring, text)))
      throw new GatehouseError('INVALID_INPUT', 'This is the key that is stored already. Enter the new one.', { field: 'text' })
    const number = key.currentNumber + 1
    store.insertVersion(tx, sealVersion(ring, { id: key.id, number, text, storedAtMs: nowMs, storedBy: by.actor.name }))
    store.replaceVersion(tx, key.id, key.currentNumber, nowMs, overlapMs > 0 ? nowMs + overlapMs : null)
    store.updateKey(tx, { ...withLabelKey(key), currentNumber: number, expiresAtMs })
    return number
  }

  const addedEvent = (id: string, label: string): AuditEvent => ({
    action: 'key.added',
    severity: 'low',
    message: `The key “${shownLabel(label)}” was stored`,
    target: keyTarget({ id, label }),
  })

  return {
    insert,
    insertNext,
    view: viewById,

    list: (deleted: boolean): VaultKey[] => {
      const nowMs = clock.now()
      const rules = keyRulesOf(settings)
      return database.read((db) => store.listKeys(db, deleted, firstDayCounted(nowMs))).map((row) => viewOf(row, rules, nowMs))
    },

    get: (id: string): VaultKeyDetail => {
      const nowMs = clock.now()
      const row = database.read((db) => store.listedKey(db, id, firstDayCounted(nowMs)))
      if (!row) throw noSuchKey()
      return {
        ...viewOf(row, keyRulesOf(settings), nowMs),
        storedBy: row.storedBy,
        createdAtMs: row.createdAtMs,
        versions: database.read((db) => store.versionsOf(db, id)).map((version) => versionViewOf(version, row.currentNumber, nowMs)),
        usesByDay: usesByDayOf(
          database.read((db) => store.usesOf(db, id, firstDayCounted(nowMs))),
          nowMs,
        ),
        staleAfterDays: settings.get('vault.staleAfterDays'),
        checkAddress: { taken: takesCheckAddress(row.provider), url: row.checkUrl },
      }
    },

    recognise: (text: string) => {
      const ring = keys.ring()
      const found = database.read((db) => store.keyWithFingerprint(db, fingerprintOf(ring, text)))
      return { provider: recogniseText(text).provider, hint: hintOf(text), duplicateOf: found && { id: found.id, label: found.label } }
    },

    add: async (by: By, key: NewKey): Promise<VaultKey> => {
      keys.ring()
      assertKeepable(key.text)
      const nowMs = clock.now()
      const id = await database.change(
        by,
        (added: string) => addedEvent(added, key.label),
        (tx) => insert(tx, by, key, nowMs),
      )
      onDueChanged()
      return viewById(id)
    },

    edit: (by: By, seen: Seen, { label, tags, provider, expiresAtMs }: Edit): Promise<VaultKey> =>
      changeSeen(
        by,
        seen,
        (key) => ({
          action: 'key.edited',
          severity: 'low',
          message:
            key.label === label
              ? `What is known of the key “${shownLabel(label)}” was changed`
              : `The key “${shownLabel(key.label)}” is called “${shownLabel(label)}” from now on`,
          detail: {
            from: { label: key.label, tags: tagsOf(key), provider: key.provider, expiresAtMs: key.expiresAtMs },
            to: { label, tags, provider, expiresAtMs },
          },
        }),
        (tx, key) => {
          if (key.deletedAtMs !== null) throw isDeleted(key)
          // What one provider said is nothing that another did.
          if (provider !== key.provider) forgetCheck(tx, key.id)
          store.updateKey(tx, { ...key, label, labelKey: labelKeyOf(label), tags: plainTags(tags), provider, expiresAtMs })
        },
      ),

    rotate: async (by: By, seen: Seen, next: NextVersion): Promise<VaultKey> => {
      assertKeepable(next.text)
      return changeSeen(
        by,
        seen,
        (key, number: number) => ({
          action: 'key.rotated',
          severity: 'medium',
          message: `The key “${shownLabel(key.label)}” was rotated to version ${number}${next.overlapMs > 0 ? '; the one before stays valid for a while' : '; the one before was destroyed'}`,
          detail: { version: number, overlapMs: next.overlapMs, expiresAtMs: next.expiresAtMs },
        }),
        (tx, key, nowMs) => insertNext(tx, by, key, next, nowMs),
      )
    },

    endOverlap: (by: By, seen: Seen & { versionNumber: number }): Promise<VaultKey> =>
      changeSeen(
        by,
        seen,
        (key) => ({
          action: 'key.overlap-ended',
          severity: 'medium',
          message: `The overlap of the key “${shownLabel(key.label)}” was ended early; the text of version ${seen.versionNumber} was destroyed`,
          detail: { version: seen.versionNumber },
        }),
        (tx, key, nowMs) => {
          assertInUse(key)
          if (!store.endOverlap(tx, key.id, seen.versionNumber, nowMs))
            throw new GatehouseError('CONFLICT', `Version ${seen.versionNumber} of “${key.label}” is in overlap no more.`, {})
          store.updateKey(tx, withLabelKey(key))
        },
      ),

    revoke: (by: By, seen: Seen): Promise<VaultKey> =>
      changeSeen(
        by,
        seen,
        (key) => ({
          action: 'key.revoked',
          severity: 'medium',
          message: `The key “${shownLabel(key.label)}” was revoked; its text was destroyed`,
        }),
        (tx, key, nowMs) => {
          assertInUse(key)
          store.revokeVersions(tx, key.id, nowMs)
          store.updateKey(tx, { ...withLabelKey(key), revokedAtMs: nowMs })
        },
      ),

    remove: (by: By, seen: Seen): Promise<VaultKey> =>
      changeSeen(
        by,
        seen,
        (key) => ({
          action: 'key.deleted',
          severity: 'medium',
          message: `The key “${shownLabel(key.label)}” was deleted; it can be restored for ${keyRulesOf(settings).keepDeletedMs / dayMs} days`,
        }),
        (tx, key, nowMs) => {
          if (key.deletedAtMs !== null) throw isDeleted(key)
          store.updateKey(tx, { ...withLabelKey(key), deletedAtMs: nowMs })
        },
      ),

    restore: (by: By, seen: Seen): Promise<VaultKey> =>
      changeSeen(
        by,
        seen,
        (key) => ({ action: 'key.restored', severity: 'low', message: `The key “${shownLabel(key.label)}” was restored` }),
        (tx, key) => {
          if (key.deletedAtMs === null) throw new GatehouseError('CONFLICT', `“${key.label}” is not deleted any more.`, {})
          store.updateKey(tx, { ...withLabelKey(key), deletedAtMs: null })
        },
      ),
  }
}
export type ApiKeys = ReturnType<typeof createApiKeys>
