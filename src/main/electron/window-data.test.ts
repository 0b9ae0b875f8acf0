import { readFileSync } from 'node:fs'
import type { NativeImage } from 'electron'
import { describe, expect, test } from 'vitest'
import { appSchemes, isAppOrigin, isAppUrl } from './app-scheme.ts'
import { mayDownload } from './downloads.ts'
import { exitCodes, readyLine } from './launcher-signs.ts'
import { appMenu, trayMenu } from './menus.ts'
import { mayNavigate } from './navigation.ts'
import { allowedPermissions, mayHave } from './permissions.ts'
import { placeWindow } from './window-bounds.ts'
import { grounds, windowOptions } from './window-options.ts'

describe('the scheme', () => {
  test('has these privileges and no others, never corsEnabled', () => {
    expect(appSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
    ])
  })
  test.each(['app://console', 'app://console/'])('%s is our origin', (origin) => expect(isAppOrigin(origin)).toBe(true))
  test.each(['app://console.evil', 'app://evil', 'https://console', 'null', '', undefined, null])('%s is not', (origin) =>
    expect(isAppOrigin(origin)).toBe(false),
  )
  test.each(['app://console/', 'app://console/audit?a=b#c'])('%s is our page', (url) => expect(isAppUrl(url)).toBe(true))
  test.each(['app://console@evil/', 'app://evil/', 'https://console/', 'data:text/html,x', 'about:blank', 'console', ''])(
    '%s is not',
    (url) => expect(isAppUrl(url)).toBe(false),
  )
})

describe('the window', () => {
  const options = (packaged: boolean, dark = true) =>
    windowOptions({
      place: { bounds: { width: 1440, height: 900 }, maximized: false },
      dark,
      preloadFile: '/preload.cjs',
      packaged,
      icon: {} as NativeImage,
    })

  test('keeps the page in its sandbox', () => {
    expect(options(true).webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
    })
    expect(options(false).webPreferences).toMatchObject({ devTools: true, sandbox: true, contextIsolation: true })
  })
  test('is shown when it is drawn, on the ground of the page, and never too small', () => {
    expect(options(true)).toMatchObject({ show: false, minWidth: 1024, minHeight: 700, backgroundColor: grounds.dark })
    expect(options(true, false).backgroundColor).toBe(grounds.light)
    const [, light, dark] = /--surface-0: light-dark\((#\w+), (#\w+)\)/.exec(
      readFileSync(new URL('../../renderer/theme.css', import.meta.url), 'utf8'),
    )!
    expect({ dark, light }).toEqual(grounds)
  })
})

describe('where the window stands', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }]
  const first = { bounds: { width: 1440, height: 900 }, maximized: false }

  test('is where it stood', () => {
    const saved = { bounds: { x: 100, y: 50, width: 1200, height: 800 }, maximized: true }
    expect(placeWindow(saved, screens)).toEqual(saved)
  })
  test('is in the middle where its screen is gone, with its size', () => {
    expect(placeWindow({ bounds: { x: 3000, y: 50, width: 1200, height: 800 } }, screens)).toEqual({
      bounds: { width: 1200, height: 800 },
      maximized: false,
    })
    expect(placeWindow({ bounds: { x: 1900, y: 50, width: 1200, height: 800 } }, screens).bounds).not.toHaveProperty('x')
  })
  test('is never smaller than the page allows', () => {
    expect(placeWindow({ bounds: { x: 0, y: 0, width: 10, height: 10 } }, screens).bounds).toEqual({ x: 0, y: 0, width: 1024, height: 700 })
  })
  test.each([
    null,
    'x',
    {},
    { bounds: {} },
    { bounds: { x: 0, y: 0, width: 'wide', height: 1 } },
    { bounds: { x: 0.5, y: 0, width: 1, height: 1 } },
  ])('is the first one where %j was remembered', (saved) => expect(placeWindow(saved, screens)).toEqual(first))
})

describe('what a page may', () => {
  test('only copy text, and only our page', () => {
    expect(allowedPermissions).toEqual(['clipboard-sanitized-write'])
    expect(mayHave('clipboard-sanitized-write', 'app://console/')).toBe(true)
    expect(mayHave('clipboard-sanitized-write', 'https://evil.example')).toBe(false)
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal', 'fileSystem', 'usb', 'unknown']) {
      expect(mayHave(permission, 'app://console')).toBe(false)
    }
  })
  test('go to pages of the console and nowhere else', () => {
    expect(mayNavigate('app://console/audit')).toBe(true)
    for (const url of ['https://example.com/', 'http://127.0.0.1/', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x'])
      expect(mayNavigate(url)).toBe(false)
  })
  test('download from /download alone', () => {
    expect(mayDownload('app://console/download/abc', 'app://console')).toBe(true)
    expect(mayDownload('app://console/download/abc', '')).toBe(true)
    expect(mayDownload('app://console/download/abc', 'https://evil.example')).toBe(false)
    expect(mayDownload('app://console/', 'app://console')).toBe(false)
    expect(mayDownload('https://evil.example/download/abc', 'app://console')).toBe(false)
    expect(mayDownload('blob:app://console/x', 'app://console')).toBe(false)
  })
})

describe('menus', () => {
  const actions = { open: () => {}, lock: () => {}, reload: () => {}, quit: () => {} }
  test('the tray opens, locks and quits', () => {
    expect(trayMenu(actions).map((item) => item.click)).toEqual([actions.open, actions.lock, undefined, actions.quit])
  })
  test('the app reloads the console; tools for developers are not in what is shipped', () => {
    const text = (packaged: boolean, platform: NodeJS.Platform = 'linux') => JSON.stringify(appMenu(actions, { platform, packaged }))
    expect(text(true)).not.toContain('toggleDevTools')
    expect(text(false)).toContain('toggleDevTools')
    expect(text(true, 'darwin')).toContain('appMenu')
    for (const role of ['editMenu', 'zoomIn', 'Reload the console']) expect(text(true)).toContain(role)
  })
})

test('app and launcher agree on their signs', () => {
  const launcher = readFileSync(new URL('../launch/run-desktop.ts', import.meta.url), 'utf8')
  expect(launcher).toContain(`'${readyLine}'`)
  for (const code of Object.values(exitCodes)) expect(/saidItself[^=]*= \{([^}]*)\}/.exec(launcher)![1]).toContain(`${code}:`)
})
