import { expect, test } from 'vitest'
import { afterFailure, chooseHost } from './choose-host.ts'
import type { Circumstances } from './choose-host.ts'

const desktopReady: Circumstances = { wanted: 'either', platform: 'linux', display: true, root: false, electron: 'present' }
const choose = (differing: Partial<Circumstances> = {}) => chooseHost({ ...desktopReady, ...differing })

test('with a display and Electron’s binary it is the desktop app', () => {
  expect(choose()).toEqual({ kind: 'desktop' })
  expect(choose({ wanted: 'desktop' })).toEqual({ kind: 'desktop' })
})

test('where only the binary is missing, it is fetched', () => {
  expect(choose({ electron: 'binary-missing' })).toEqual({ kind: 'fetch-then-desktop' })
})

test('headless when asked for, without a reason and without a try', () => {
  expect(choose({ wanted: 'headless' })).toEqual({ kind: 'headless', reason: null })
  expect(choose({ wanted: 'headless', display: false, root: true, electron: 'not-installed' })).toEqual({ kind: 'headless', reason: null })
})

test.each<[string, Partial<Circumstances>, RegExp]>([
  ['no display', { display: false }, /no display/],
  ['no display, and nothing is fetched for it', { display: false, electron: 'binary-missing' }, /no display/],
  ['root', { root: true }, /\broot\b/],
  ['no Electron', { electron: 'not-installed' }, /not installed/],
])('%s means headless, and the desktop app alone is refused, with the reason', (_, differing, reason) => {
  expect(choose(differing)).toEqual({ kind: 'headless', reason: expect.stringMatching(reason) as string })
  expect(choose({ ...differing, wanted: 'desktop' })).toEqual({ kind: 'refuse', reason: expect.stringMatching(reason) as string })
})

test.each(['darwin', 'win32'] as const)('%s has a screen always, and root is no obstacle there', (platform) => {
  expect(choose({ platform, display: false, root: true })).toEqual({ kind: 'desktop' })
})

test('what failed on the way gives way to headless, unless the desktop app alone was asked for', () => {
  expect(afterFailure('either', 'it crashed')).toEqual({ kind: 'headless', reason: 'it crashed' })
  expect(afterFailure('desktop', 'it crashed')).toEqual({ kind: 'refuse', reason: 'it crashed' })
})
