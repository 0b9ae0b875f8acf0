import { EventEmitter } from 'node:events'
import type { PowerMonitor, Session, WebContents } from 'electron'
import { expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createFakeConsole } from '../test-kit/fake-console.ts'
import { guardDownloads } from './downloads.ts'
import { watchLockSignals } from './lock-signals.ts'
import { guardNavigation } from './navigation.ts'
import { guardPermissions } from './permissions.ts'

/** Whether a listener refused the event. */
const refused = (emitter: EventEmitter, event: string, details: object, ...more: unknown[]) => {
  let prevented = false
  emitter.emit(event, { ...details, preventDefault: () => (prevented = true) }, ...more)
  return prevented
}

test('navigation, windows and embedded pages are refused', () => {
  let opens: ((details: { url: string }) => unknown) | undefined
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: (handler: typeof opens) => (opens = handler) })
  guardNavigation(contents as unknown as WebContents)
  expect(refused(contents, 'will-frame-navigate', { url: 'app://console/audit', isMainFrame: true })).toBe(false)
  expect(refused(contents, 'will-frame-navigate', { url: 'https://example.com/', isMainFrame: true })).toBe(true)
  expect(refused(contents, 'will-frame-navigate', { url: 'app://console/', isMainFrame: false })).toBe(true)
  expect(refused(contents, 'will-redirect', { url: 'https://example.com/' })).toBe(true)
  expect(refused(contents, 'will-attach-webview', {})).toBe(true)
  expect(opens!({ url: 'https://example.com/' })).toEqual({ action: 'deny' })
  expect(opens!({ url: 'app://console/' })).toEqual({ action: 'deny' })
})

test('every way of asking for a permission goes by the table', () => {
  type Handlers = {
    [
      Name in 'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler' | 'setDisplayMediaRequestHandler'
    ]: Parameters<Session[Name]>[0]
  }
  const set: Partial<Handlers> = {}
  const names = [
    'setPermissionCheckHandler',
    'setPermissionRequestHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
  ] as const
  const session = Object.fromEntries(names.map((name) => [name, (handler: never) => (set[name] = handler)]))
  guardPermissions(session as unknown as Session)

  const check = (permission: 'clipboard-sanitized-write' | 'media', origin: string) =>
    set.setPermissionCheckHandler!(null, permission, origin, {} as never)
  expect([
    check('clipboard-sanitized-write', 'app://console/'),
    check('media', 'app://console/'),
    check('clipboard-sanitized-write', 'https://a'),
  ]).toEqual([true, false, false])

  const request = (permission: 'clipboard-sanitized-write' | 'media', requestingUrl: string, isMainFrame = true) => {
    let answer: boolean | undefined
    set.setPermissionRequestHandler!({} as never, permission, (granted) => (answer = granted), {
      requestingUrl,
      isMainFrame,
    })
    return answer
  }
  expect(request('clipboard-sanitized-write', 'app://console/vault?x')).toBe(true)
  expect(request('clipboard-sanitized-write', 'app://console/vault', false)).toBe(false)
  expect(request('clipboard-sanitized-write', 'https://a/app://console')).toBe(false)
  expect(request('media', 'app://console/')).toBe(false)
  expect(set.setDevicePermissionHandler!({} as never)).toBe(false)
  let streams: unknown
  set.setDisplayMediaRequestHandler!({} as never, (given) => (streams = given))
  expect(streams).toEqual({})
})

test('a download asks where to, and what is no download of ours is cancelled', () => {
  const session = new EventEmitter()
  guardDownloads(session as unknown as Session, '/home/ada/Downloads')
  const item = (url: string, origin = 'app://console') => {
    const asked: unknown[] = []
    return {
      asked,
      getURL: () => url,
      getInitiatorOrigin: () => origin,
      getFilename: () => 'codes.txt',
      setSaveDialogOptions: (options: unknown) => asked.push(options),
    }
  }
  const ours = item('app://console/download/abc')
  expect(refused(session, 'will-download', {}, ours)).toBe(false)
  expect(ours.asked).toEqual([{ defaultPath: '/home/ada/Downloads/codes.txt' }])
  expect(refused(session, 'will-download', {}, item('https://example.com/x'))).toBe(true)
  expect(refused(session, 'will-download', {}, item('app://console/download/abc', 'null'))).toBe(true)
})

test('a locked screen and a machine that goes to sleep lock every session', () => {
  const powerMonitor = new EventEmitter()
  const core = createFakeConsole()
  const stop = watchLockSignals({
    powerMonitor: powerMonitor as unknown as PowerMonitor,
    console: core,
    environment: {},
    logger: silentLogger,
  })
  powerMonitor.emit('lock-screen')
  powerMonitor.emit('suspend')
  powerMonitor.emit('resume')
  expect(core.locks).toEqual(['screen', 'suspend'])
  stop()
})
