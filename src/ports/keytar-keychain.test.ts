import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { inKeyringSession, whyNoKeyring } from '../main/test-kit/keyring-session.ts'
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

const keychainScript = (body: string) => `
  import { createKeytarKeychain } from ${JSON.stringify(new URL('./keytar-keychain.ts', import.meta.url).href)}
  const keychain = createKeytarKeychain()
  const attempt = (promise) => promise.then((value) => value === undefined ? 'done' : JSON.stringify(value), (error) => error.name + ': ' + error.message)
  ${body}`

test.skipIf(whyNoKeyring !== null)(
  `the secret lies in a real Secret Service${whyNoKeyring ? ` (not run: ${whyNoKeyring})` : ''}`,
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-keyring-'))
    try {
      const written = await inKeyringSession(
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

      const anew = await inKeyringSession(home, 'unlocked', keychainScript(`console.log(await attempt(keychain.read('kept')))`))
      expect(anew).toBe('"a secret"')

      const locked = await inKeyringSession(
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
