import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startGuardProgram } from './test-kit/guard-program.ts'
import { largeService, sendThrough } from './test-kit/large-body.ts'
import { afterTest, policyFor, startService } from './test-kit/running-guard.ts'

test('a large body passes there and back in less than 60 MB more memory', { timeout: 60_000 }, async () => {
  const bytes = 128_000_000
  const target = await startService(largeService)
  const { port, memory, mostMemoryDuring } = await startGuardProgram(policyFor(target, { settings: { maxBodyBytes: bytes } }))
  expect(await sendThrough(port, { there: 1_000_000, back: 1_000_000 })).toBe(1_000_000)
  const before = await memory()
  const there = await mostMemoryDuring(sendThrough(port, { there: bytes, back: 0 }))
  const back = await mostMemoryDuring(sendThrough(port, { there: 0, back: bytes }))
  expect(Math.max(there, back) - before).toBeLessThan(60)
})

const question = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const ok = /^HTTP\/1\.1 200 OK\r\n/

/** Asks once more on a connection that is kept, and reads its answer to the end. */
const askOn = async (socket: Socket): Promise<string> => {
  let heard = ''
  const take = (chunk: Buffer) => (heard += chunk.toString('latin1'))
  socket.on('data', take)
  socket.write(question)
  while (!heard.endsWith('served')) await once(socket, 'data')
  socket.off('data', take)
  return heard
}

test('a thousand connections are held, each served again and again, and one more is not taken', { timeout: 60_000 }, async () => {
  const target = await startService((_request, response) => response.end('served'))
  const { port, memory } = await startGuardProgram(policyFor(target))
  const open = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    socket.setMaxListeners(0)
    socket.on('error', () => {})
    afterTest(() => void socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  const first = await open()
  expect(await askOn(first)).toMatch(ok)
  const before = await memory()
  const held = [first, ...(await Promise.all(Array.from({ length: 999 }, open)))]
  for (let turn = 0; turn < 2; turn++) {
    const answers = await Promise.all(held.map(askOn))
    expect(answers.filter((answer) => ok.test(answer))).toHaveLength(1000)
  }
  const beyond = await open()
  await once(beyond.resume(), 'close')
  expect(held.filter(({ destroyed }) => destroyed)).toEqual([])
  expect(await askOn(first)).toMatch(ok)
  // About 11 KB each, and what a thousand requests at once take.
  expect((await memory()) - before).toBeLessThan(80)
})
