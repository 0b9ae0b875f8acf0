import { expect, test } from 'vitest'
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { deletionConsequence, openersWords, progressWords } from './backup-words.ts'

const backup = (name: string, createdAtMs: number, withLog = false): KeptBackup => ({
  name,
  kind: 'daily',
  bytes: 2_000_000,
  createdAtMs,
  withLog,
  opensWith: ['this-vault'],
  verifiedAtMs: null,
})

test('what goes with a backup is said before it is deleted', () => {
  const [old, older, withLog] = [backup('b', 2), backup('a', 1), backup('c', 0, true)]
  expect(deletionConsequence(old, [old])).toMatch(/^It is the only backup here\. 2 MB/)
  expect(deletionConsequence(withLog, [old, older, withLog])).toMatch(/^It is the only one here with the audit log/)
  expect(deletionConsequence(old, [old, older, withLog])).toMatch(/^It is the newest one here/)
  expect(deletionConsequence(older, [old, older])).toMatch(/^2 MB on this machine/)
})

test('what opens a backup is read as a choice', () => {
  expect(openersWords(['passphrase'])).toBe('passphrase')
  expect(openersWords(['passphrase', 'recovery-key', 'this-vault'])).toBe('passphrase, recovery key or this vault')
})

test('progress is told as far as it is known', () => {
  expect(progressWords({ doneBytes: 5_000_000, totalBytes: 10_000_000, leftMs: 12_400 })).toBe('50 %, 5 MB of 10 MB, 12 s left')
  expect(progressWords({ doneBytes: 1_000, totalBytes: null, leftMs: null })).toBe('1 KB')
  expect(progressWords({ doneBytes: 0, totalBytes: null, leftMs: null })).toBe('')
})
