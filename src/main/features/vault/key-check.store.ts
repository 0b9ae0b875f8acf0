/** What providers said of keys when they were last asked, one row a key, and whom to ask about it. */
import type { KeyCheck } from '../../../shared/contract/vault.ts'
import type { Writable } from '../../database/database.ts'

export const keepCheck = (tx: Writable, keyId: string, number: number, check: KeyCheck): void => {
  const { result, sentence, checkedAtMs, checkedBy } = check
  tx.run(
    `INSERT INTO api_key_check (key_id, number, result, sentence, checked_at_ms, checked_by)
     VALUES (@keyId, @number, @result, @sentence, @checkedAtMs, @checkedBy)
     ON CONFLICT (key_id) DO UPDATE SET number = @number, result = @result, sentence = @sentence, checked_at_ms = @checkedAtMs, checked_by = @checkedBy`,
    { keyId, number, result, sentence, checkedAtMs, checkedBy },
  )
}

export const forgetCheck = (tx: Writable, keyId: string): void => {
  tx.run('DELETE FROM api_key_check WHERE key_id = @keyId', { keyId })
}

/** What the address before said is void with it. */
export const setCheckUrl = (tx: Writable, keyId: string, url: string | null): void => {
  tx.run('UPDATE api_key SET check_url = @url, version = version + 1 WHERE id = @keyId', { keyId, url })
  forgetCheck(tx, keyId)
}
