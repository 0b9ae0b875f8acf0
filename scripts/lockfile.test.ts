import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { judgeLockfile } from './lockfile.ts'
import type { Lockfile } from './lockfile.ts'

const locked = (packages: Lockfile['packages']): Lockfile => ({ packages })

test('a dependency is found beside its package, or in any folder above it', () => {
  const lockfile = locked({
    '': { dependencies: { a: '1' } },
    'node_modules/a': { optionalDependencies: { b: '1', c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/c': {},
  })
  expect(judgeLockfile(lockfile, {})).toEqual([])
})

test('an optional dependency without its own entry is named', () => {
  const lockfile = locked({ '': {}, 'node_modules/a': { optionalDependencies: { 'a-darwin-arm64': '1' } } })
  expect(judgeLockfile(lockfile, {})).toEqual([expect.stringContaining('a-darwin-arm64 of node_modules/a has no entry')])
})

test('an entry bound to a registry is named', () => {
  expect(judgeLockfile(locked({ 'node_modules/a': { resolved: 'https://registry.example/a.tgz' } }), {})).toEqual([
    expect.stringContaining('bound to a registry'),
  ])
})

test('an install script that nobody decided upon is named, under the name that the package really has', () => {
  const lockfile = locked({
    'node_modules/keytar': { name: '@github/keytar', hasInstallScript: true },
    'node_modules/node': { hasInstallScript: true },
  })
  expect(judgeLockfile(lockfile, { node: true })).toEqual([expect.stringMatching(/^@github\/keytar has an install script/)])
  expect(judgeLockfile(lockfile, { node: true, '@github/keytar': false })).toEqual([])
})

test('the lockfile of this repository is whole', () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', name), 'utf8'))
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
  expect(judgeLockfile(read('package-lock.json') as Lockfile, allowScripts)).toEqual([])
})
