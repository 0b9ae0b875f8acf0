/** The page is served by its listed files alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRendererFiles } from './renderer-files.ts'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-page-'))
  mkdirSync(join(directory, 'page', 'assets'), { recursive: true })
  writeFileSync(join(directory, 'page', 'index.html'), '<!doctype html>')
  writeFileSync(join(directory, 'page', 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(directory, 'secret.txt'), 'secret')
})
afterAll(() => rmSync(directory, { recursive: true }))

const ask = (path: string) => createRendererFiles(join(directory, 'page')).answer(path)

test('every path of the console is its page', async () => {
  for (const path of ['/', '/audit', '/audit/123', '/settings'])
    expect((await ask(path))?.headers.get('content-type')).toBe('text/html; charset=utf-8')
})

test('an asset is kept for good, the page is asked for each time', async () => {
  expect((await ask('/assets/app-1a2b.js'))?.headers.get('cache-control')).toContain('immutable')
  expect((await ask('/audit'))?.headers.get('cache-control')).toBe('no-cache')
})

test('what is not listed is not there, wherever the path points', async () => {
  for (const path of ['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/none.js', '/assets/none.css'])
    expect(await ask(path)).toBeNull()
})
