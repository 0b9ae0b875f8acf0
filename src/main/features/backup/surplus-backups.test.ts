import { expect, test } from 'vitest'
import type { BackupHeader } from './backup-header.ts'
import type { FoundBackup } from './kept-backups.ts'
import { surplusOf } from './surplus-backups.ts'

const dayMs = 86_400_000
const nowMs = Date.UTC(2026, 10, 21)
const kept = (name: string, daysAgo: number, kind: BackupHeader['kind'] = 'daily'): FoundBackup => ({
  name,
  bytes: 1,
  header: {
    id: name,
    installationId: 'here',
    createdAtMs: nowMs - daysAgo * dayMs,
    product: '1.0.0',
    schema: 1,
    kind,
    withLog: false,
    slots: [],
  },
})
const gone = (all: FoundBackup[], keep: number) => surplusOf(all, { keep, nowMs }).map(({ name }) => name)

test('the newest daily ones stay, and of the others nothing goes but what a restore replaced a week ago', () => {
  const all = [
    kept('today', 0),
    kept('asked for', 400, 'on-demand'),
    kept('yesterday', 1),
    kept('before', 2),
    kept('replaced', 6, 'before-restore'),
    kept('replaced long ago', 8, 'before-restore'),
  ]
  expect(gone(all, 2)).toEqual(['before', 'replaced long ago'])
  expect(gone(all, 7)).toEqual(['replaced long ago'])
})

test('backups of a clock that ran ahead go first, so that the one just made stays', () => {
  const all = [kept('of 2099', -26_000), kept('of 2040', -5_000), kept('today', 0), kept('yesterday', 1)]
  expect(gone(all, 1)).toEqual(expect.not.arrayContaining(['today']))
  expect(gone(all, 2).toSorted()).toEqual(['of 2040', 'of 2099'])
})
