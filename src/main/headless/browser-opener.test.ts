import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { findOpener, openFile } from './browser-opener.ts'
import { removeOldRedirectFiles, writeRedirectFile } from './redirect-file.ts'

const everything = () => true
/** More than a busy machine needs to start a program. */
const patienceMs = 60_000

test('without a display there is no browser, with one xdg-open finds it', () => {
  expect(findOpener('linux', { PATH: '/usr/bin' }, everything)).toBeNull()
  expect(findOpener('linux', { PATH: '/usr/bin', DISPLAY: ':0' }, everything)).toEqual({ command: '/usr/bin/xdg-open', args: [] })
  expect(findOpener('linux', { PATH: '/usr/bin', WAYLAND_DISPLAY: 'wayland-0' }, everything)).not.toBeNull()
  expect(findOpener('linux', { PATH: '/usr/bin', DISPLAY: ':0' }, () => false)).toBeNull()
  // A relative entry of PATH could be anybody's program.
  expect(findOpener('linux', { PATH: '.', DISPLAY: ':0' }, everything)).toBeNull()
})

test('macOS and Windows bring their own', () => {
  expect(findOpener('darwin', {})?.command).toBe('/usr/bin/open')
  expect(findOpener('win32', {})?.command).toBe('rundll32.exe')
})

test('an opener that fails or is missing is told from one that works', async () => {
  expect(await openFile({ command: process.execPath, args: ['-e', ''] }, '', patienceMs)).toBe(true)
  expect(await openFile({ command: process.execPath, args: ['-e', 'process.exit(3)'] }, '', patienceMs)).toBe(false)
  expect(await openFile({ command: '/nowhere/at/all', args: [] }, '')).toBe(false)
})

test('the way to the console is a file for the owner alone, gone when used, after a minute, or with the next start', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-redirect-'))
  const clock = createHandClock()
  const url = 'http://127.0.0.1:4280/#t=abc'
  try {
    const used = writeRedirectFile(directory, url, clock)
    expect(statSync(used.path).mode & 0o777).toBe(0o600)
    expect(readFileSync(used.path, 'utf8')).toContain(`content="0; url=${url}"`)
    used.remove()
    expect(readdirSync(directory)).toEqual([])
    expect(clock.waiting()).toBe(0)

    writeRedirectFile(directory, url, clock)
    clock.advance(59_999)
    expect(readdirSync(directory)).toHaveLength(1)
    clock.advance(1)
    expect(readdirSync(directory)).toEqual([])

    writeRedirectFile(directory, url, clock)
    writeFileSync(join(directory, 'gatehouse.db'), '')
    removeOldRedirectFiles(directory)
    expect(readdirSync(directory)).toEqual(['gatehouse.db'])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
