/** What providers said of keys when they were last asked, one row a key, and whom to ask about it. */
import type { KeyCheck } from '../../../shared/contract/vault.ts'
import type { Readable, Writable } from '../../database/database.ts'

/** What was last certain of this version; null: nothing was. */
export const knownOf = (db: Readable, keyId: string, number: number): KeyCheck['known'] =>
  db.get<NonNullable<KeyCheck['known']>>(
    `SELECT known_result AS result, known_at_ms AS atMs FROM api_key_check
     WHERE key_id = @keyId AND number = @number AND known_result IS NOT NULL`,
    { keyId, number },
  ) ?? null

export const keepCheck = (tx: Writable, keyId: string, number: number, check: KeyCheck): void => {
  const { result, sentence, checkedAtMs, checkedBy, known } = check
  tx.run(
    `INSERT OR REPLACE INTO api_key_check (key_id, number, result, sentence, checked_at_ms, checked_by, known_result, known_at_ms)
     VALUES (@keyId, @number, @result, @sentence, @checkedAtMs, @checkedBy, @knownResult, @knownAtMs)`,
    { keyId, number, result, sentence, checkedAtMs, checkedBy, knownResult: known?.result ?? null, knownAtMs: known?.atMs ?? null },
  )
}

export const forgetCheck = (tx: Writable, keyId: string): void => {
  tx.run('DELETE FROM api_key_check WHERE key_id = @keyId', { keyId })
}

/** What the address before said is void with it. */
export const setCheckUrl = (tx: Writable, keyId: string, url: string | null, seal: string | null): void => {
  tx.run('UPDATE api_key SET check_url = @url, check_url_seal = @seal, version = version + 1 WHERE id = @keyId', { keyId, url, seal })
  forgetCheck(tx, keyId)
}
