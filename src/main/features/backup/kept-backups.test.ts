import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { openKeptBackups } from './kept-backups.ts'

test.skipIf(process.platform === 'win32')('what only has the name of a backup is neither waited for nor followed', () => {
  const directory = join(makeTestDirectory(), 'backups')
  const kept = openKeptBackups(directory)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
  const secret = join(makeTestDirectory(), 'secret')
  writeFileSync(secret, 'of somebody else')
  execFileSync('mkfifo', [join(directory, 'gatehouse-2026-01-01T0000.ghb')])
  symlinkSync(secret, join(directory, 'gatehouse-2026-01-02T0000.ghb'))
  mkdirSync(join(directory, 'gatehouse-2026-01-03T0000.ghb'))
  writeFileSync(join(directory, 'gatehouse-2026-01-04T0000.ghb'), 'no backup')
  expect(kept.all()).toEqual([])
  for (const day of ['01', '02', '03']) expect(() => kept.pathOf(`gatehouse-2026-01-${day}T0000.ghb`)).toThrow(/no such backup/)
  // Nothing of theirs is overwritten.
  const whole = kept.beginPath('one')
  writeFileSync(whole, 'GHBK')
  expect(kept.finish(whole, Date.UTC(2026, 0, 2))).toBe('gatehouse-2026-01-02T0000-2.ghb')
})
