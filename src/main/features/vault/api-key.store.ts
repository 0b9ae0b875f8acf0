/** Rows of API keys, their versions and their uses. Whoever reads a version gets its text sealed. */
import type { KeyCheck, Provider } from '../../../shared/contract/vault.ts'
import type { Readable, Writable } from '../../database/database.ts'

export interface ApiKeyRow {
  id: string
  provider: Provider
  label: string
  /** JSON. */
  tags: string
  expiresAtMs: number | null
  currentNumber: number
  createdAtMs: number
  lastUsedAtMs: number | null
  revokedAtMs: number | null
  deletedAtMs: number | null
  /** Who is asked about it where its provider has no address of its own. */
  checkUrl: string | null
  checkUrlSeal: string | null
  version: number
}

/** With what is known of its current version, and how long an older one is still valid. */
export interface ListedKeyRow extends ApiKeyRow {
  hint: string
  storedAtMs: number
  storedBy: string
  overlapUntilMs: number | null
  uses: number
  checkResult: KeyCheck['result'] | null
  checkSentence: string | null
  checkedAtMs: number | null
  checkedBy: string | null
  knownResult: 'valid' | 'refused' | null
  knownAtMs: number | null
}

export interface VersionRow {
  number: number
  hint: string
  storedAtMs: number
  storedBy: string
  overlapUntilMs: number | null
  replacedAtMs: number | null
  revokedAtMs: number | null
  /** Its text exists. */
  kept: 0 | 1
}

const keyColumns = `api_key.id, api_key.provider, api_key.label, api_key.tags, api_key.expires_at_ms AS expiresAtMs,
  api_key.current_number AS currentNumber, api_key.created_at_ms AS createdAtMs, api_key.last_used_at_ms AS lastUsedAtMs,
  api_key.revoked_at_ms AS revokedAtMs, api_key.deleted_at_ms AS deletedAtMs, api_key.check_url AS checkUrl, api_key.check_url_seal AS checkUrlSeal, api_key.version`

const listed = (
  where: string,
): string => `SELECT ${keyColumns}, present.hint, present.stored_at_ms AS storedAtMs, present.stored_by AS storedBy,
  (SELECT max(overlap_until_ms) FROM api_key_version WHERE key_id = api_key.id AND overlap_until_ms IS NOT NULL AND sealed IS NOT NULL) AS overlapUntilMs,
  (SELECT coalesce(sum(uses), 0) FROM api_key_use WHERE key_id = api_key.id AND day_ms >= @fromDayMs) AS uses,
  last.result AS checkResult, last.sentence AS checkSentence, last.checked_at_ms AS checkedAtMs, last.checked_by AS checkedBy,
  last.known_result AS knownResult, last.known_at_ms AS knownAtMs
  FROM api_key JOIN api_key_version present ON present.key_id = api_key.id AND present.number = api_key.current_number
  LEFT JOIN api_key_check last ON last.key_id = api_key.id AND last.number = api_key.current_number WHERE ${where}`

const listLiving = listed('api_key.deleted_at_ms IS NULL')
const listDeleted = listed('api_key.deleted_at_ms IS NOT NULL')
const listOne = listed('api_key.id = @id')

/** `fromDayMs`: uses are counted from this day on. */
export const listKeys = (db: Readable, deleted: boolean, fromDayMs: number): ListedKeyRow[] =>
  db.all<ListedKeyRow>(deleted ? listDeleted : listLiving, { fromDayMs })

export const listedKey = (db: Readable, id: string, fromDayMs: number): ListedKeyRow | null =>
  db.get<ListedKeyRow>(listOne, { id, fromDayMs }) ?? null

export const keyById = (db: Readable, id: string): ApiKeyRow | null =>
  db.get<ApiKeyRow>(`SELECT ${keyColumns} FROM api_key WHERE id = @id`, { id }) ?? null

/** Newest first. */
export const versionsOf = (db: Readable, id: string): VersionRow[] =>
  db.all<VersionRow>(
    `SELECT number, hint, stored_at_ms AS storedAtMs, stored_by AS storedBy, overlap_until_ms AS overlapUntilMs,
     replaced_at_ms AS replacedAtMs, revoked_at_ms AS revokedAtMs, sealed IS NOT NULL AS kept FROM api_key_version WHERE key_id = @id ORDER BY number DESC`,
    { id },
  )

export interface SealedVersion {
  /** Null once destroyed. */
  sealed: Uint8Array | null
  overlapUntilMs: number | null
  fingerprint: Uint8Array
}

export const sealedVersion = (db: Readable, id: string, number: number): SealedVersion | null =>
  db.get<SealedVersion>(
    'SELECT sealed, overlap_until_ms AS overlapUntilMs, fingerprint FROM api_key_version WHERE key_id = @id AND number = @number',
    { id, number },
  ) ?? null

/** The key, deleted or not, of which some version that still exists has this text. */
export const keyWithFingerprint = (
  db: Readable,
  fingerprint: Uint8Array,
): { id: string; label: string; deletedAtMs: number | null } | null =>
  db.get<{ id: string; label: string; deletedAtMs: number | null }>(
    `SELECT api_key.id, api_key.label, api_key.deleted_at_ms AS deletedAtMs FROM api_key_version
     JOIN api_key ON api_key.id = api_key_version.key_id
     WHERE api_key_version.fingerprint = @fingerprint AND api_key_version.sealed IS NOT NULL ORDER BY api_key.deleted_at_ms IS NOT NULL, api_key.id LIMIT 1`,
    { fingerprint },
  ) ?? null

/** The oldest key in use that has this label. */
export const keyWithLabel = (db: Readable, labelKey: string): ApiKeyRow | null =>
  db.get<ApiKeyRow>(
    `SELECT ${keyColumns} FROM api_key WHERE label_key = @labelKey AND deleted_at_ms IS NULL AND revoked_at_ms IS NULL ORDER BY id LIMIT 1`,
    { labelKey },
  ) ?? null

export const insertKey = (
  tx: Writable,
  key: Pick<ApiKeyRow, 'id' | 'provider' | 'label' | 'tags' | 'expiresAtMs' | 'createdAtMs'> & { labelKey: string },
): void => {
  tx.run(
    `INSERT INTO api_key (id, provider, label, label_key, tags, expires_at_ms, current_number, created_at_ms)
     VALUES (@id, @provider, @label, @labelKey, @tags, @expiresAtMs, 1, @createdAtMs)`,
    { ...key },
  )
}

export interface NewVersion {
  id: string
  number: number
  sealed: Uint8Array
  hint: string
  fingerprint: Uint8Array
  storedAtMs: number
  storedBy: string
}

export const insertVersion = (tx: Writable, version: NewVersion): void => {
  tx.run(
    `INSERT INTO api_key_version (key_id, number, sealed, hint, fingerprint, stored_at_ms, stored_by)
     VALUES (@id, @number, @sealed, @hint, @fingerprint, @storedAtMs, @storedBy)`,
    { ...version },
  )
}

/** The version is replaced: valid until `overlapUntilMs`, or, where that is null, its text destroyed at once. */
export const replaceVersion = (tx: Writable, id: string, number: number, atMs: number, overlapUntilMs: number | null): void => {
  tx.run('UPDATE api_key_version SET replaced_at_ms = @atMs, overlap_until_ms = @overlapUntilMs WHERE key_id = @id AND number = @number', {
    id,
    number,
    atMs,
    overlapUntilMs,
  })
  if (overlapUntilMs === null) tx.run('UPDATE api_key_version SET sealed = NULL WHERE key_id = @id AND number = @number', { id, number })
}

/** What may change of the record; the text is no part of it. */
export const updateKey = (
  tx: Writable,
  key: Pick<ApiKeyRow, 'id' | 'provider' | 'label' | 'tags' | 'expiresAtMs' | 'currentNumber' | 'revokedAtMs' | 'deletedAtMs'> & {
    labelKey: string
  },
): void => {
  const { id, provider, label, labelKey, tags, expiresAtMs, currentNumber, revokedAtMs, deletedAtMs } = key
  tx.run(
    `UPDATE api_key SET provider = @provider, label = @label, label_key = @labelKey, tags = @tags, expires_at_ms = @expiresAtMs,
     current_number = @currentNumber, revoked_at_ms = @revokedAtMs, deleted_at_ms = @deletedAtMs, version = version + 1 WHERE id = @id`,
    { id, provider, label, labelKey, tags, expiresAtMs, currentNumber, revokedAtMs, deletedAtMs },
  )
}

/** Destroys the texts of versions whose overlap is over by then; how many. */
export const endDueOverlaps = (tx: Writable, id: string, nowMs: number): number =>
  tx.run(
    `UPDATE api_key_version SET sealed = NULL
     WHERE key_id = @id AND overlap_until_ms IS NOT NULL AND sealed IS NOT NULL AND overlap_until_ms <= @nowMs`,
    { id, nowMs },
  ).changes

/** Destroys the text of this version in overlap; `atMs` becomes its end. False where it is in none. */
export const endOverlap = (tx: Writable, id: string, number: number, atMs: number): boolean =>
  tx.run(
    `UPDATE api_key_version SET sealed = NULL, overlap_until_ms = min(overlap_until_ms, @atMs)
     WHERE key_id = @id AND number = @number AND overlap_until_ms IS NOT NULL AND sealed IS NOT NULL`,
    { id, number, atMs },
  ).changes === 1

/** Destroys every text of the key; what was replaced before stays history. */
export const revokeVersions = (tx: Writable, id: string, atMs: number): void => {
  tx.run('UPDATE api_key_version SET revoked_at_ms = @atMs WHERE key_id = @id AND sealed IS NOT NULL', { id, atMs })
  tx.run('UPDATE api_key_version SET sealed = NULL WHERE key_id = @id', { id })
}

export const countUses = (tx: Writable, id: string, uses: number, lastAtMs: number, dayMs: number): void => {
  tx.run('UPDATE api_key SET last_used_at_ms = max(coalesce(last_used_at_ms, 0), @lastAtMs) WHERE id = @id', { id, lastAtMs })
  tx.run(
    'INSERT INTO api_key_use (key_id, day_ms, uses) VALUES (@id, @dayMs, @uses) ON CONFLICT (key_id, day_ms) DO UPDATE SET uses = uses + @uses',
    { id, dayMs, uses },
  )
}
export const countUse = (tx: Writable, id: string, atMs: number, dayMs: number): void => countUses(tx, id, 1, atMs, dayMs)

export const usesOf = (db: Readable, id: string, fromDayMs: number): { dayMs: number; uses: number }[] =>
  db.all<{ dayMs: number; uses: number }>('SELECT day_ms AS dayMs, uses FROM api_key_use WHERE key_id = @id AND day_ms >= @fromDayMs', {
    id,
    fromDayMs,
  })

/** The entry that was committed last, for a change that has just been made in the same turn. */
export const newestEntry = (db: Readable): number =>
  db.get<{ sequence: number }>('SELECT max(sequence) AS sequence FROM log_entry')!.sequence
