/** What must hold of a key's record before it is changed, and what every part of the vault says the same way. */
import { GatehouseError } from '../../../shared/errors.ts'
import type { Target } from '../../../shared/contract/audit-filter.ts'
import type { ApiKeyRow } from './api-key.store.ts'
import { shownLabel } from './shown-label.ts'

export const keyTarget = (key: { id: string; label: string }): Target => ({ kind: 'key', id: key.id, name: shownLabel(key.label) })

/** Two labels that read the same are the same. */
export const labelKeyOf = (label: string): string => label.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')

export const keyBinding = (id: string, number: number): string => `api-key:${id}:${number}`

export const noSuchKey = () => new GatehouseError('NOT_FOUND', 'There is no such key.', {})
export const isDeleted = (key: { label: string }) => new GatehouseError('CONFLICT', `“${key.label}” is deleted. Restore it first.`, {})
export const isRevoked = (key: { label: string }) =>
  new GatehouseError('CONFLICT', `“${key.label}” is revoked: its text no longer exists.`, {})

/** Throws NOT_FOUND, or CONFLICT where it is not the version that the caller saw. */
export function assertSeen(key: ApiKeyRow | null, version: number): asserts key is ApiKeyRow {
  if (!key) throw noSuchKey()
  if (key.version !== version) throw new GatehouseError('CONFLICT', `“${key.label}” was changed elsewhere meanwhile. Look at it again.`, {})
}

/** Throws CONFLICT where the key is deleted or revoked. */
export const assertInUse = (key: ApiKeyRow): void => {
  if (key.deletedAtMs !== null) throw isDeleted(key)
  if (key.revokedAtMs !== null) throw isRevoked(key)
}

/** Throws INVALID_INPUT where the text could not be given back as it is. */
export const assertKeepable = (text: string): void => {
  if (!text.isWellFormed())
    throw new GatehouseError('INVALID_INPUT', 'The key holds characters that are no text. Store it in base64 instead.', { field: 'text' })
}
