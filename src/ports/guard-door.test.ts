import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHandClock } from '../main/test-kit/hand-clock.ts'
import { ensureGuardToken, guardSocketPath, guardTokenFile, proveEachOther } from './guard-door.ts'
import { createIds } from './ids.ts'

const clock = createHandClock()
const ids = createIds(clock)
let directory: string
let servers: Server[]
let sockets: Socket[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-door-'))
  sockets = []
  servers = []
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Both ends of a connection. */
const pair = async (): Promise<[Socket, Socket]> => {
  const server = createServer()
  const path = join(directory, `s${servers.push(server)}`)
  await new Promise<void>((done) => server.listen(path, done))
  const accepted = new Promise<Socket>((done) => server.once('connection', done))
  const one = connect(path)
  const both: [Socket, Socket] = [one, await accepted]
  sockets.push(...both)
  for (const socket of both) socket.on('error', () => {})
  return both
}
const frame = (message: unknown) => {
  const body = Buffer.from(JSON.stringify(message))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(body.length)
  return Buffer.concat([head, body])
}
const prove = (socket: Socket, role: 'console' | 'guard', dataDirectory = directory) =>
  proveEachOther(socket, { role, dataDirectory, clock, ids }, () => {})
const nonce = 'a'.repeat(64)

test('two that have the token talk, and what was sent at once after the proof arrives', async () => {
  ensureGuardToken(directory, ids)
  const [one, other] = await pair()
  const [guard, console] = await Promise.all([prove(one, 'guard'), prove(other, 'console')])
  guard.send({ say: 'ü'.repeat(100_000) })
  guard.send({ say: 2 })
  const heard: unknown[] = []
  console.receive((message) => heard.push(message))
  await expect.poll(() => heard).toEqual([{ say: 'ü'.repeat(100_000) }, { say: 2 }])
})

test('a proof that is sent back to who made it is none', async () => {
  ensureGuardToken(directory, ids)
  const [one, mirror] = await pair()
  mirror.pipe(mirror)
  await expect(prove(one, 'guard')).rejects.toThrow('does not have the token')
})

test('two of different tokens, or without one, do not talk', async () => {
  ensureGuardToken(directory, ids)
  const elsewhere = mkdtempSync(join(tmpdir(), 'gatehouse-door-'))
  ensureGuardToken(elsewhere, ids)
  const [one, other] = await pair()
  const both = await Promise.allSettled([prove(one, 'guard'), prove(other, 'console', elsewhere)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  rmSync(guardTokenFile(elsewhere))
  await expect(
    prove(
      connect(join(directory, 's')).on('error', () => {}),
      'console',
      elsewhere,
    ),
  ).rejects.toThrow('no token')
  rmSync(elsewhere, { recursive: true, force: true })
})

test('who says nothing, too much, no JSON or another language is sent away', async () => {
  ensureGuardToken(directory, ids)
  const said: [Buffer, string][] = [
    [frame({ t: 'challenge', version: 99, nonce }), 'another version'],
    [frame({ t: 'hello' }), 'another language'],
    [frame({ t: 'challenge', version: 1, nonce: 'x'.repeat(2_000) }), 'too long'],
    [Buffer.from([0xff, 0xff, 0xff, 0xff]), 'too long'],
    [Buffer.from([0, 0, 0, 2, 0x7b, 0x7b]), 'no JSON'],
    [Buffer.concat([frame({ t: 'challenge', version: 1, nonce }), frame({ t: 'proof', mac: nonce })]), 'does not have the token'],
  ]
  for (const [bytes, why] of said) {
    const [one, stranger] = await pair()
    stranger.write(bytes)
    await expect(prove(one, 'guard')).rejects.toThrow(why)
  }
  const [one] = await pair()
  const silent = prove(one, 'guard')
  clock.advance(5_000)
  await expect(silent).rejects.toThrow('in time')
})

test('where the data directory has too long a path for a socket, it lies in a directory of its own', () => {
  const deep = join(directory, 'd'.repeat(120))
  const path = guardSocketPath(deep)
  expect(path.startsWith(deep)).toBe(false)
  expect(statSync(join(path, '..')).mode & 0o077).toBe(0)
  rmSync(join(path, '..'), { recursive: true })
})
