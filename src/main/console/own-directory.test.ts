/** Whose a data directory is, on a real file system. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { whyNotOwn } from './own-directory.ts'

let root: string
let directory: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-own-'))
  directory = join(root, 'data')
  mkdirSync(directory, { mode: 0o700 })
  writeFileSync(join(directory, 'gatehouse.db'), '', { mode: 0o600 })
})
afterEach(() => {
  chmodSync(directory, 0o700)
  rmSync(root, { recursive: true, force: true })
})

const isRoot = process.getuid?.() === 0

test('one of ours is in order', () => {
  expect(whyNotOwn(directory)).toBeNull()
})

test('one that is not there, and one where no console was, are told apart', () => {
  expect(whyNotOwn(join(root, 'nowhere'))).toContain('There is no data directory')
  rmSync(join(directory, 'gatehouse.db'))
  expect(whyNotOwn(directory)).toContain('No console was ever set up')
})

test.skipIf(process.platform === 'win32')('a link is not followed, neither to a directory nor to a database', () => {
  symlinkSync(directory, join(root, 'link'))
  expect(whyNotOwn(join(root, 'link'))).toContain('is a link')
  rmSync(join(directory, 'gatehouse.db'))
  writeFileSync(join(root, 'elsewhere.db'), '')
  symlinkSync(join(root, 'elsewhere.db'), join(directory, 'gatehouse.db'))
  expect(whyNotOwn(directory)).toContain('is not a file of yours')
})

test.skipIf(process.platform === 'win32')('one that others may enter is refused, with the way to mend it', () => {
  chmodSync(directory, 0o755)
  expect(whyNotOwn(directory)).toContain(`(mode 755), so nobody can tell what they put into it. Look at it, then: chmod 700 ${directory}`)
})

test.skipIf(isRoot || process.platform === 'win32')('one that cannot be written to is refused', () => {
  chmodSync(directory, 0o500)
  expect(whyNotOwn(directory)).toContain('cannot be written to')
})

test.skipIf(!isRoot)("somebody else's directory or file is refused, whatever one may do", () => {
  chownSync(join(directory, 'gatehouse.db'), 1234, 1234)
  expect(whyNotOwn(directory)).toContain('is not a file of yours')
  chownSync(directory, 1234, 1234)
  expect(whyNotOwn(directory)).toContain('belongs to another user of this system')
})
