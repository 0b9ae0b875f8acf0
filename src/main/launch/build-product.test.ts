import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildWhatIsStale, failureOf } from './build-product.ts'

let root: string
let told: string[]
const write = (path: string, text = '') => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const build = () => {
  write('dist/main/headless.js')
  write('dist/renderer/index.html')
  return Promise.resolve()
}
const launch = () => buildWhatIsStale(root, (line) => told.push(line), build)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-build-'))
  told = []
  for (const path of ['src/main/a.ts', 'src/main/a.test.ts', 'vite.config.ts', 'package.json', 'package-lock.json']) write(path)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('builds the first time, says so, and then lets it be', async () => {
  expect(await launch()).toBe('built')
  expect(told).toEqual(['Building the console…'])
  expect(await launch()).toBe('fresh')
  expect(told).toHaveLength(1)
})

test.each<[string, () => void]>([
  ['a source is newer', () => utimesSync(join(root, 'src/main/a.ts'), 2_000_000_000, 2_000_000_000)],
  ['a source is new', () => write('src/main/b.ts')],
  ['a source is gone', () => rmSync(join(root, 'src/main/a.ts'))],
  ['another version of a package', () => write('package-lock.json', '{}')],
  ['the build is set up otherwise', () => write('vite.config.ts', '//')],
  ['a part of dist is gone', () => rmSync(join(root, 'dist/renderer'), { recursive: true })],
])('builds again where %s', async (_, change) => {
  await launch()
  change()
  expect(await launch()).toBe('built')
})

test('a changed test is no reason', async () => {
  await launch()
  write('src/main/a.test.ts', 'changed')
  expect(await launch()).toBe('fresh')
})

test('a build that fails is not taken for one, even where an older one lies there', async () => {
  await launch()
  write('src/main/a.ts', 'broken')
  const failing = () =>
    buildWhatIsStale(
      root,
      () => {},
      () => Promise.reject(new Error('no')),
    )
  await expect(failing()).rejects.toThrow('no')
  await expect(failing()).rejects.toThrow('no')
  expect(await launch()).toBe('built')
})

test('without sources there is nothing to build', async () => {
  rmSync(join(root, 'src'), { recursive: true })
  expect(await launch()).toBe('fresh')
})

test('of a failed build only what is wrong is told', () => {
  const said =
    '(!) Some chunks are large\nerror during build:\nBuild failed with 1 error:\n\n\u001b[31m[MISSING_EXPORT]\u001b[0m "a" is not exported by "b.ts".\n    at build (vite.js:1:2)\n  errors: [Getter/Setter]\n}\n'
  expect(failureOf(said)).toBe('Build failed with 1 error:\n\n[MISSING_EXPORT] "a" is not exported by "b.ts".')
  expect(failureOf('out of memory')).toBe('out of memory')
})
