import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeConsole } from '../test-kit/fake-console.ts'
import type { FakeConsole } from '../test-kit/fake-console.ts'
import type { AppRequest } from './app-protocol.ts'
import { readyLine } from './launcher-signs.ts'

/** Stands for Electron: remembers in which order it was told what. */
const stub = vi.hoisted(() => ({
  did: [] as string[],
  app: null as unknown as EventEmitter,
  windows: [] as EventEmitter[],
  windowOptions: [] as Record<string, unknown>[],
  handler: null as unknown as (request: Request) => Promise<Response>,
  powerMonitor: null as unknown as EventEmitter,
  trayMenu: [] as { label?: string; click?: () => void }[],
  ready: () => {},
  firstInstance: true,
  core: null as unknown as FakeConsole,
}))

vi.mock('../console/create-console.ts', () => ({ createConsole: () => stub.core }))

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events')
  const session = () => ({
    setPermissionCheckHandler: () => stub.did.push('permissions guarded'),
    setPermissionRequestHandler: () => {},
    setDevicePermissionHandler: () => {},
    setDisplayMediaRequestHandler: () => {},
    on: (event: string) => stub.did.push(`session hears ${event}`),
  })
  class BrowserWindow extends EventEmitter {
    static getAllWindows = () => stub.windows
    webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => stub.did.push('window guarded') })
    constructor(options: Record<string, unknown>) {
      super()
      stub.windows.push(this)
      stub.windowOptions.push(options)
      stub.app.emit('web-contents-created', {}, this.webContents)
    }
    loadURL = (url: string) => Promise.resolve(void stub.did.push(`load ${url}`))
    show = () => stub.did.push('show')
    focus = () => stub.did.push('focus')
    isMinimized = () => false
    isDestroyed = () => false
    setBackgroundColor = () => {}
    destroy = () => void (stub.windows.splice(0), stub.did.push('window destroyed'))
  }
  class Tray extends EventEmitter {
    setToolTip = () => {}
    setContextMenu = (menu: typeof stub.trayMenu) => (stub.trayMenu = menu)
  }
  const image = { resize: () => image, addRepresentation: () => {}, setTemplateImage: () => {} }
  return {
    get app() {
      return stub.app
    },
    get powerMonitor() {
      return stub.powerMonitor
    },
    BrowserWindow,
    Tray,
    Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => {} },
    dialog: { showErrorBox: (_title: string, message: string) => stub.did.push(`dialog: ${message}`) },
    nativeImage: { createFromBuffer: () => image },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColors: true }),
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    protocol: {
      registerSchemesAsPrivileged: (schemes: { scheme: string }[]) => stub.did.push(`scheme ${schemes[0]!.scheme}`),
      handle: (scheme: string, handler: typeof stub.handler) => {
        stub.did.push(`serve ${scheme}`)
        stub.handler = handler
      },
    },
    session: { defaultSession: session() },
    utilityProcess: { fork: () => stub.did.push('guard forked') },
  }
})

let directory: string
let said: string[]
const argv = process.argv
const umask = process.umask()

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-desktop-'))
  said = []
  vi.resetModules()
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
  process.argv = ['electron', '.', '--data-dir', join(directory, 'data')]
  const isReady = new Promise<void>((resolve) => (stub.ready = resolve))
  Object.assign(stub, {
    did: [],
    windows: [],
    windowOptions: [],
    firstInstance: true,
    core: createFakeConsole(),
    powerMonitor: new EventEmitter(),
  })
  stub.app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    enableSandbox: () => stub.did.push('sandbox'),
    setPath: (name: string, path: string) => stub.did.push(`${name} ${path}`),
    getPath: (name: string) => (name === 'userData' ? join(directory, 'data', 'window') : join(directory, name)),
    requestSingleInstanceLock: () => (stub.did.push('single instance'), stub.firstInstance),
    whenReady: () => isReady,
    quit: () => stub.app.emit('before-quit', { preventDefault: () => {} }),
    exit: (code: number) => void stub.did.push(`exit ${code}`),
  })
})
afterEach(() => {
  process.argv = argv
  process.umask(umask)
  process.removeAllListeners('disconnect')
  vi.restoreAllMocks()
  rmSync(directory, { recursive: true, force: true })
})

const settled = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}
const launch = async () => {
  await import('./start.ts')
  stub.ready()
  await settled()
}

test('before it is ready: the scheme, the sandbox, its own place on the disk, one instance', async () => {
  await import('./start.ts')
  expect(stub.did).toEqual(['scheme app', 'sandbox', `userData ${join(directory, 'data', 'window')}`, 'single instance'])
  expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700)
})

test('guards stand before the page is served, and the page before the window', async () => {
  await launch()
  expect(stub.core.did).toEqual(['start'])
  const at = (what: string) => stub.did.indexOf(what)
  const order = ['permissions guarded', 'session hears will-download', 'serve app', 'window guarded', 'load app://console/'].map(at)
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order).not.toContain(-1)
  expect(stub.windowOptions[0]).toMatchObject({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  })
})

test('it says ready when the window is drawn, and not before', async () => {
  await launch()
  expect(said).not.toContain(readyLine)
  stub.windows[0]!.emit('ready-to-show')
  expect(stub.did).toContain('show')
  expect(said).toContain(readyLine)
})

test('the window’s requests reach the core', async () => {
  await launch()
  const request: AppRequest = new Request('app://console/rpc/access/state')
  request.initiatorOrigin = 'app://console'
  expect(await (await stub.handler(request)).text()).toBe('you asked /rpc/access/state')
  expect(stub.core.asked[0]!.caller).toEqual({ trusted: true, source: 'desktop window' })
})

test('a second instance ends, and the first one shows its window', async () => {
  stub.firstInstance = false
  await launch()
  expect(stub.did.at(-1)).toBe('exit 0')
  expect(stub.core.did).toEqual([])

  stub.firstInstance = true
  vi.resetModules()
  await launch()
  stub.app.emit('second-instance')
  expect(stub.did.at(-1)).toBe('focus')
  expect(stub.windows).toHaveLength(1)
})

test('tray and power lock every session', async () => {
  await launch()
  stub.trayMenu.find((item) => item.label === 'Lock')!.click!()
  stub.powerMonitor.emit('lock-screen')
  stub.powerMonitor.emit('suspend')
  expect(stub.core.locks).toEqual(['user', 'screen', 'suspend'])
})

test('quitting stops the console first', async () => {
  await launch()
  stub.trayMenu.find((item) => item.label === 'Quit')!.click!()
  await settled()
  expect(stub.core.did).toEqual(['start', 'stop'])
  expect(stub.did.slice(-2)).toEqual(['window destroyed', 'exit 0'])
})

test.each([
  ['running', 4],
  ['newer-database', 3],
] as const)('a console that refuses because of %s is told in its own sentence, with code %i', async (reason, code) => {
  // As the app will see it: modules are loaded anew for each test.
  const { StartRefused } = await import('../console/console.ts')
  stub.core.start = () => Promise.reject(new StartRefused(reason, 'It cannot start here.'))
  await launch()
  expect(said.at(-1)).toMatch(/^It cannot start here\./)
  expect(stub.did.at(-1)).toBe(`exit ${code}`)
  expect(stub.windows).toEqual([])
})

test('a bug at the start ends with 1', async () => {
  stub.core.start = () => Promise.reject(new Error('a bug'))
  await launch()
  expect(said.at(-1)).toBe('The console could not start: a bug')
  expect(stub.did.at(-1)).toBe('exit 1')
})

test('a wrong option ends with 2 before anything is made', async () => {
  process.argv.push('--prot')
  await launch()
  expect(said.at(-1)).toMatch(/Unknown option '--prot'/)
  expect(stub.did.at(-1)).toBe('exit 2')
  expect(existsSync(join(directory, 'data'))).toBe(false)
})

test('a data directory that cannot be made ends with 3', async () => {
  writeFileSync(join(directory, 'data'), 'a file')
  await launch()
  expect(said.at(-1)).toMatch(/cannot be written to/)
  expect(stub.did.at(-1)).toBe('exit 3')
})

test('what a crash left of sessionStorage is gone with the next start', async () => {
  mkdirSync(join(directory, 'data', 'window', 'Session Storage'), { recursive: true })
  await launch()
  expect(existsSync(join(directory, 'data', 'window', 'Session Storage'))).toBe(false)
})
