import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { KeychainUnavailable } from './keychain.ts'
import { createKeytarKeychain, explainKeychainError } from './keytar-keychain.ts'
import type { Keytar } from './keytar-keychain.ts'

const inMemory = (): Keytar => {
  const kept = new Map<string, string>()
  return {
    getPassword: (service, account) => Promise.resolve(kept.get(`${service}/${account}`) ?? null),
    setPassword: (service, account, password) => Promise.resolve(void kept.set(`${service}/${account}`, password)),
    deletePassword: (service, account) => Promise.resolve(kept.delete(`${service}/${account}`)),
  }
}

/** Answers to reading are given by hand. */
const byHand = () => {
  const asked: ((answer: string | null) => void)[] = []
  const keytar: Keytar = { ...inMemory(), getPassword: () => new Promise((resolve) => asked.push(resolve)) }
  return { keytar, asked }
}

const turns = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

test('what was written is read back under the service Gatehouse, and removed', async () => {
  const keytar = inMemory()
  const keychain = createKeytarKeychain({ load: () => Promise.resolve(keytar) })
  expect(await keychain.read('master')).toBeNull()
  await keychain.write('master', 'a secret')
  expect(await keytar.getPassword('Gatehouse', 'master')).toBe('a secret')
  expect(await keychain.read('master')).toBe('a secret')
  await keychain.remove('master')
  expect(await keychain.read('master')).toBeNull()
})

test('on Linux nothing found is believed only where something can be written, and leaves nothing behind', async () => {
  const keytar = inMemory()
  const locked = { ...keytar, setPassword: () => Promise.reject(new Error('Cannot create an item in a locked collection')) }
  const open = createKeytarKeychain({ platform: 'linux', load: () => Promise.resolve(keytar) })
  const shut = createKeytarKeychain({ platform: 'linux', load: () => Promise.resolve(locked) })
  expect(await open.read('master')).toBeNull()
  expect(await keytar.getPassword('Gatehouse', 'lock check')).toBeNull()
  await expect(shut.read('master')).rejects.toThrow(/locked/)
  await expect(shut.remove('master')).rejects.toThrow(/locked/)
})

test('a silent keychain is given up after its time, and asked no more until it has answered', async () => {
  const clock = createHandClock()
  const { keytar, asked } = byHand()
  const keychain = createKeytarKeychain({ clock, timeoutMs: 5000, load: () => Promise.resolve(keytar) })

  const first = keychain.read('master')
  await turns()
  clock.advance(5000)
  await expect(first).rejects.toThrow(/no answer within 5 s/)
  expect(keychain.isStuck()).toBe(true)
  await expect(keychain.read('master')).rejects.toThrow(/has not answered an earlier question/)
  expect(asked).toHaveLength(1)

  asked[0]!(null)
  await turns()
  expect(keychain.isStuck()).toBe(false)
  const again = keychain.read('master')
  await turns()
  asked[1]!('a secret')
  expect(await again).toBe('a secret')
})

test('an answer in time leaves no timer behind', async () => {
  const clock = createHandClock()
  const keychain = createKeytarKeychain({ clock, load: () => Promise.resolve(inMemory()) })
  await keychain.read('master')
  expect(clock.waiting()).toBe(0)
})

test('a library that cannot be loaded is a plain sentence, not a crash', async () => {
  const keychain = createKeytarKeychain({
    load: () => Promise.reject(new Error('Failed to load keytar native addon, checked [] on linux-x64')),
  })
  const reading = keychain.read('master')
  await expect(reading).rejects.toBeInstanceOf(KeychainUnavailable)
  await expect(reading).rejects.toThrow(/libsecret/)
})

test.each([
  ['Cannot autolaunch D-Bus without X11 $DISPLAY', /No keychain runs/],
  ['The name org.freedesktop.secrets was not provided by any .service files', /No keychain runs/],
  ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', /locked/],
  ['Cannot create an item in a locked collection', /locked/],
  ['User interaction is not allowed.', /locked/],
  ['Something new.', /^The keychain refused: Something new\.$/],
])('%s is explained', (said, sentence) => {
  expect(explainKeychainError(new Error(said))).toMatch(sentence)
})

const missingTool = ['dbus-run-session', 'gnome-keyring-daemon'].find((tool) => spawnSync(tool, ['--version']).error)
const reason =
  process.platform !== 'linux' ? 'a Secret Service exists on Linux only' : missingTool ? `${missingTool} is not installed` : null

/** Runs `script` in a session bus of its own, with a keyring that is unlocked or not; answers what the script said. */
const inSession = (home: string, keyring: 'unlocked' | 'locked', script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const start =
      keyring === 'unlocked'
        ? 'printf pass | gnome-keyring-daemon --unlock --components=secrets'
        : 'gnome-keyring-daemon --start --components=secrets </dev/null'
    const shell = `${start} --foreground >/dev/null 2>&1 & keyring=$!
      i=0; until gnome_ready; do i=$((i+1)); [ $i -lt 100 ] || break; sleep 0.1; done
      "$NODE" --input-type=module -e "$SCRIPT"; kill -CONT $keyring; kill $keyring`
    const ready = `gnome_ready() { dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; }`
    const { DISPLAY: _x, WAYLAND_DISPLAY: _w, DBUS_SESSION_BUS_ADDRESS: _b, ...environment } = process.env
    const child = spawn('dbus-run-session', ['--', 'sh', '-c', `${ready}\n${shell}`], {
      env: {
        ...environment,
        HOME: home,
        XDG_RUNTIME_DIR: join(home, 'run'),
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CACHE_HOME: join(home, 'cache'),
        NODE: process.execPath,
        SCRIPT: script,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', () => resolve(said.trim()))
  })

const keychainScript = (body: string) => `
  import { createKeytarKeychain } from ${JSON.stringify(new URL('./keytar-keychain.ts', import.meta.url).href)}
  const keychain = createKeytarKeychain()
  const attempt = (promise) => promise.then((value) => value === undefined ? 'done' : JSON.stringify(value), (error) => error.name + ': ' + error.message)
  ${body}`

test.skipIf(reason !== null)(
  `the secret lies in a real Secret Service${reason ? ` (not run: ${reason})` : ''}`,
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-keyring-'))
    mkdirSync(join(home, 'run'), { mode: 0o700 })
    try {
      const written = await inSession(
        home,
        'unlocked',
        keychainScript(`
        console.log(await attempt(keychain.write('kept', 'a secret')))
        console.log(await attempt(keychain.write('gone', 'another')))
        console.log(await attempt(keychain.read('kept')))
        console.log(await attempt(keychain.remove('gone')))
        console.log(await attempt(keychain.read('gone')))`),
      )
      expect(written.split('\n')).toEqual(['done', 'done', '"a secret"', 'done', 'null'])

      const anew = await inSession(home, 'unlocked', keychainScript(`console.log(await attempt(keychain.read('kept')))`))
      expect(anew).toBe('"a secret"')

      const locked = await inSession(
        home,
        'locked',
        keychainScript(`console.log(await attempt(keychain.read('kept')))
        console.log(await attempt(keychain.write('kept', 'other')))`),
      )
      expect(locked).toMatch(/^KeychainUnavailable: The keychain is locked.*\nKeychainUnavailable: The keychain is locked/)
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
  60_000,
)
