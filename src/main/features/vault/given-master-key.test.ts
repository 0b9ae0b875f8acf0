import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { makeTestDirectory } from '../../test-kit/open-test-database.ts'
import { takeGivenMasterKey } from './given-master-key.ts'

const key = randomBytes(32)
const text = key.toString('base64')

const fileOf = (content: string, mode = 0o600) => {
  const path = join(makeTestDirectory(), 'key')
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}
/** Takes the key, and with it the variables. */
const take = (environment: NodeJS.ProcessEnv) => {
  try {
    return takeGivenMasterKey(environment)
  } finally {
    expect(Object.keys(environment).filter((name) => name.startsWith('GATEHOUSE_MASTER_KEY'))).toEqual([])
  }
}

test('without either variable there is none', () => {
  expect(take({ PATH: '/bin' })).toBeNull()
})

test('a key in the environment is taken out of it', () => {
  const environment = { GATEHOUSE_MASTER_KEY: text, PATH: '/bin' }
  const given = take(environment)!
  expect(given.place).toBe('environment')
  expect(Buffer.from(given.key.reveal())).toEqual(key)
  expect(environment).toEqual({ PATH: '/bin' })
})

test('the real environment no longer has it, nor has a child', () => {
  process.env.GATEHOUSE_MASTER_KEY = text
  try {
    takeGivenMasterKey(process.env)
    const seen = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { encoding: 'utf8' })
    expect(seen).not.toContain('GATEHOUSE_MASTER_KEY')
    expect(seen).not.toContain(text)
  } finally {
    delete process.env.GATEHOUSE_MASTER_KEY
  }
})

test.each(['', '\n', '\r\n'])('a key in a file may end with %j', (end) => {
  const given = take({ GATEHOUSE_MASTER_KEY_FILE: fileOf(text + end) })!
  expect(given.place).toBe('file')
  expect(Buffer.from(given.key.reveal())).toEqual(key)
})

test('what was given cannot be printed by accident', () => {
  const given = take({ GATEHOUSE_MASTER_KEY: text })!
  expect(`${JSON.stringify(given)} ${inspect(given, { depth: 9 })} ${String(given.key)}`).not.toContain(text)
})

test.each([
  ['no base64', '!'.repeat(44)],
  ['31 bytes', randomBytes(31).toString('base64')],
  ['33 bytes', randomBytes(33).toString('base64')],
  ['hexadecimal', key.toString('hex')],
  ['base64url', Buffer.alloc(32, 0xfb).toString('base64url')],
  ['two lines', `${text}\n${text}`],
  ['nothing', ''],
  ['spaces', '   '],
])('%s is refused, in the environment and in a file, without saying what it was', (_, content) => {
  for (const environment of [{ GATEHOUSE_MASTER_KEY: content }, { GATEHOUSE_MASTER_KEY_FILE: fileOf(content) }]) {
    const where = 'GATEHOUSE_MASTER_KEY' in environment ? 'GATEHOUSE_MASTER_KEY must' : 'GATEHOUSE_MASTER_KEY_FILE names must'
    expect(() => take(environment)).toThrow(where)
    if (content.trim() === '') continue
    expect(() => take(environment)).not.toThrow(content)
  }
})

test('both at once are refused', () => {
  expect(() => take({ GATEHOUSE_MASTER_KEY: text, GATEHOUSE_MASTER_KEY_FILE: fileOf(text) })).toThrow('Set one.')
  expect(() => take({ GATEHOUSE_MASTER_KEY: '', GATEHOUSE_MASTER_KEY_FILE: fileOf(text) })).toThrow('Set one.')
})

test.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604, 0o660, 0o601])('a file of mode %o is refused', (mode) => {
  expect(() => take({ GATEHOUSE_MASTER_KEY_FILE: fileOf(text, mode) })).toThrow(`mode ${mode.toString(8)}`)
})

test.skipIf(process.platform === 'win32').each([0o600, 0o400])('a file of mode %o is taken, through a link too', (mode) => {
  const path = fileOf(text, mode)
  const link = join(makeTestDirectory(), 'link')
  symlinkSync(path, link)
  expect(take({ GATEHOUSE_MASTER_KEY_FILE: link })).toMatchObject({ place: 'file' })
})

test('a path to nothing, to a directory, to a large file or to a pipe is refused in a sentence', () => {
  const directory = makeTestDirectory()
  mkdirSync(join(directory, 'folder'))
  const paths = [join(directory, 'none'), join(directory, 'folder'), '', fileOf('x'.repeat(2000))]
  if (process.platform !== 'win32') {
    execFileSync('mkfifo', ['-m', '600', join(directory, 'pipe')])
    paths.push(join(directory, 'pipe'))
  }
  for (const path of paths)
    expect(() => take({ GATEHOUSE_MASTER_KEY_FILE: path }), path).toThrow(/^The file that GATEHOUSE_MASTER_KEY_FILE names/)
})
