import fs, { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { forgetAside, swapRestored } from './swap-restored.ts'

const files = { database: 'db', belonging: ['db-wal', 'db-shm', 'index'] }
const real = { renameSync: fs.renameSync, rmSync: fs.rmSync }
afterEach(() => {
  Object.assign(fs, real)
  syncBuiltinESMExports()
})

/** From this call of a rename or a removal on, nothing more happens: as after a kill. */
const dieAt = (last: number): void => {
  let calls = 0
  const dying =
    <Given extends unknown[]>(act: (...given: Given) => void) =>
    (...given: Given) => {
      calls += 1
      if (calls > last) throw new Error('killed')
      act(...given)
    }
  Object.assign(fs, { renameSync: dying(real.renameSync), rmSync: dying(real.rmSync) })
  syncBuiltinESMExports()
}
const live = () => {
  Object.assign(fs, real)
  syncBuiltinESMExports()
}

const prepared = () => {
  const directory = makeTestDirectory()
  for (const name of ['db', 'db-wal']) writeFileSync(join(directory, name), 'old')
  mkdirSync(join(directory, 'index'))
  mkdirSync(join(directory, 'restored'))
  mkdirSync(join(directory, 'restore'))
  writeFileSync(join(directory, 'restored', 'db'), 'new')
  return directory
}

test('whatever step a kill comes at, the next start ends with the new database and nothing of the old beside it', () => {
  for (let last = 0; last < 12; last++) {
    const directory = prepared()
    dieAt(last)
    try {
      swapRestored(directory, files)
    } catch (error) {
      expect((error as Error).message).toBe('killed')
    }
    live()
    // Never the new one with the write-ahead log of the old.
    if (existsSync(join(directory, 'db')) && readFileSync(join(directory, 'db'), 'utf8') === 'new')
      expect(existsSync(join(directory, 'db-wal'))).toBe(false)
    swapRestored(directory, files)
    expect(readFileSync(join(directory, 'db'), 'utf8')).toBe('new')
    expect(readdirSync(directory).toSorted()).toEqual(['before-restore', 'db'])
    expect(readFileSync(join(directory, 'before-restore', 'db'), 'utf8')).toBe('old')
  }
})

test('without a whole database that waits, nothing is touched but what was being built', () => {
  const directory = makeTestDirectory()
  writeFileSync(join(directory, 'db'), 'old')
  mkdirSync(join(directory, 'restore'))
  writeFileSync(join(directory, 'restore', 'db'), 'half')
  expect(swapRestored(directory, files)).toBe(false)
  expect(readdirSync(directory)).toEqual(['db'])
})

test('what was moved aside stays for seven days', () => {
  const directory = prepared()
  swapRestored(directory, files)
  const dayMs = 86_400_000
  const movedAtMs = fs.statSync(join(directory, 'before-restore')).mtimeMs
  forgetAside(directory, movedAtMs + 6 * dayMs)
  expect(existsSync(join(directory, 'before-restore'))).toBe(true)
  forgetAside(directory, movedAtMs + 8 * dayMs)
  expect(existsSync(join(directory, 'before-restore'))).toBe(false)
})
