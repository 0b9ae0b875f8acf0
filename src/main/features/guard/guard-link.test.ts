import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { ensureGuardToken, guardTokenFile } from '../../../ports/guard-door.ts'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import type { GuardListener } from './guard-link.service.ts'
import { createGuardLink } from './guard-link.service.ts'

const ids = createIds(systemClock)
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-guard-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a stranger in the place of the guard is not given a policy', async () => {
  ensureGuardToken(directory, ids)
  const right = readFileSync(guardTokenFile(directory), 'utf8')
  let got = ''
  const stranger = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (chunk) => (got += chunk.toString('latin1')))
    const say = (message: object) => {
      const body = Buffer.from(JSON.stringify(message))
      const head = Buffer.alloc(4)
      head.writeUInt32BE(body.length)
      socket.write(Buffer.concat([head, body]))
    }
    say({ t: 'challenge', version: 1, nonce: 'c'.repeat(64) })
    say({ t: 'proof', mac: 'd'.repeat(64) })
    say({ t: 'hello', pid: 1, startedAtMs: 0, servedRevision: null, ports: {} })
  })
  await new Promise<void>((done) => stranger.listen(join(directory, 'guard.sock'), done))
  const hellos: unknown[] = []
  const listener: GuardListener = {
    onHello: (hello) => hellos.push(hello),
    onApplied: () => {},
    onState: () => {},
    onBatch: async () => {},
    onGone: () => {},
  }
  const link = createGuardLink({ dataDirectory: directory, clock: systemClock, ids, logger: silentLogger, listener })
  await expect(link.connect()).rejects.toThrow('does not have the token')
  expect(link.sendPolicy({}, { 'vault:k': 'sesame' })).toBe(false)
  expect(hellos).toEqual([])
  expect(got).not.toContain(right)
  stranger.close()
})

test('a token that others could have read or that is none is made anew', () => {
  writeFileSync(guardTokenFile(directory), 'not a token', { mode: 0o644 })
  ensureGuardToken(directory, ids)
  expect(readFileSync(guardTokenFile(directory), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(guardTokenFile(directory)).mode & 0o077).toBe(0)
})
