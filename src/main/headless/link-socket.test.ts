import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localSocketPath } from '../../ports/local-socket-path.ts'
import { askForLink, serveLinks, servesLinks } from './link-socket.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-link-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const linux = (dataDirectory: string) => localSocketPath('console', dataDirectory, 'linux', '/tmp')

test('the socket lies in the data directory, as long as its path fits', () => {
  expect(linux('/home/ada/.local/share/gatehouse')).toEqual({ path: '/home/ada/.local/share/gatehouse/console.sock', ownDirectory: null })
  const long = linux(`/${'x'.repeat(120)}`)
  expect(long.path).toMatch(/^\/tmp\/gatehouse-console-[0-9a-f]{24}\/console\.sock$/)
  expect(long.path).toBe(`${long.ownDirectory}/console.sock`)
  expect(linux(`/${'y'.repeat(120)}`).path).not.toBe(long.path)
  // Bytes count, not letters.
  expect(linux(`/${'ü'.repeat(60)}`).ownDirectory).not.toBeNull()
})

test('on Windows it is a named pipe', () => {
  expect(localSocketPath('console', 'C:\\data', 'win32', 'C:\\Temp').path).toMatch(/^\\\\\.\\pipe\\gatehouse-console-[0-9a-f]{24}$/)
})

test('each question gets a fresh link, and files are for the owner alone', async () => {
  let made = 0
  const socket = await serveLinks(directory, () => `http://127.0.0.1:1/#t=${++made}`)
  expect(await servesLinks(directory)).toBe(true)
  expect(await askForLink(directory)).toBe('http://127.0.0.1:1/#t=1')
  expect(await askForLink(directory)).toBe('http://127.0.0.1:1/#t=2')
  for (const file of readdirSync(directory)) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600)
  await socket.close()
  expect(readdirSync(directory)).toEqual([])
  expect(await askForLink(directory)).toBeNull()
  expect(await servesLinks(directory)).toBe(false)
})

test('a path too long for a socket works all the same', async () => {
  const deep = join(directory, 'x'.repeat(100))
  mkdirSync(deep)
  const socket = await serveLinks(deep, () => 'a link')
  expect(await askForLink(deep)).toBe('a link')
  await socket.close()
})

test('who cannot read the key in the data directory gets nothing', async () => {
  let made = 0
  const socket = await serveLinks(directory, () => `${++made}`)
  const got = await new Promise<string>((resolve) => {
    let text = ''
    const stranger = connect(join(directory, 'console.sock'), () => stranger.end(Buffer.alloc(32)))
    stranger.on('data', (chunk) => (text += chunk.toString()))
    stranger.on('close', () => resolve(text))
  })
  expect([got, made]).toEqual(['', 0])
  await socket.close()
})

test('what a killed console left behind is no console, and is in nobody’s way', async () => {
  expect(await askForLink(directory)).toBeNull()
  writeFileSync(join(directory, 'console.link-key'), 'old')
  writeFileSync(join(directory, 'console.sock'), '')
  expect(await askForLink(directory)).toBeNull()
  const socket = await serveLinks(directory, () => 'a link')
  expect(await askForLink(directory)).toBe('a link')
  await socket.close()
})

test.skipIf(process.platform === 'win32')(
  'a link is not taken from a directory that is open to others, where anybody could answer',
  async () => {
    const deep = join(directory, 'x'.repeat(100))
    mkdirSync(deep)
    const socket = await serveLinks(deep, () => 'a link')
    const { ownDirectory } = localSocketPath('console', deep, process.platform, tmpdir())
    chmodSync(ownDirectory!, 0o777)
    await expect(askForLink(deep)).rejects.toThrow('open to others')
    chmodSync(ownDirectory!, 0o700)
    expect(await askForLink(deep)).toBe('a link')
    await socket.close()
  },
)
