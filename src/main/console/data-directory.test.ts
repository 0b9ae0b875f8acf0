import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../test-kit/open-test-database.ts'
import { takeDataDirectory } from './data-directory.ts'

const isRoot = process.getuid?.() === 0

// Only root is let into a directory of somebody else, and only root can make one.
test.skipIf(!isRoot)('a directory of another user is refused, also to root: its owner could put other files in place of ours', () => {
  const directory = join(makeTestDirectory(), 'theirs')
  mkdirSync(directory)
  chownSync(directory, 65_534, 65_534)
  expect(() => takeDataDirectory(directory)).toThrow(/belongs to another user/)
})

test('one of our own is taken and given back', () => {
  const directory = join(makeTestDirectory(), 'ours')
  takeDataDirectory(directory).release()
  expect(() => takeDataDirectory(directory).release()).not.toThrow()
})
