import { once } from 'node:events'
import { request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { policyFor, startGuard, startService } from '../test-kit/running-guard.ts'

const setUp = async (upstream: object = {}) => {
  const clock = createHandClock()
  const open: ServerResponse[] = []
  const connections = new Set<unknown>()
  const target = await startService((request, response) => {
    connections.add(request.socket)
    open.push(response)
  })
  const { url, guard, recorded } = await startGuard(
    policyFor(target, { settings: { answerTimeoutMs: 5000 }, upstream: { connections: 1, overflow: 1, ...upstream } }),
    { clock },
  )
  const { pool } = guard.upstreams()[0]!.targets[0]!
  const statuses: number[] = []
  const call = () => {
    const outgoing = ask(url, { agent: false }).on('error', () => {})
    void once(outgoing, 'response').then(
      ([answer]: IncomingMessage[]) => {
        statuses.push(answer!.statusCode!)
        answer!.resume()
      },
      () => {},
    )
    outgoing.end()
    return outgoing
  }
  return { clock, open, connections, call, statuses, pool, recorded }
}

test('beyond its connections requests wait in order, on the same connections', async () => {
  const { open, connections, call, statuses, pool } = await setUp()
  for (let at = 0; at < 5; at++) call()
  await expect.poll(() => pool.waiting).toBe(3)
  await expect.poll(() => open.length).toBe(2)
  for (let at = 0; at < 5; at++) {
    await expect.poll(() => open.length).toBeGreaterThan(at)
    open[at]!.end('done')
  }
  await expect.poll(() => statuses).toEqual([200, 200, 200, 200, 200])
  expect(connections.size).toBe(2)
  expect(pool.waiting).toBe(0)
})

test('who waits too long is told so, who leaves waits no more, and the others still have their turn', async () => {
  const { clock, open, call, statuses, pool, recorded } = await setUp()
  call()
  call()
  await expect.poll(() => open.length).toBe(2)
  const leaving = call()
  call()
  await expect.poll(() => pool.waiting).toBe(2)
  leaving.destroy()
  await expect.poll(() => pool.waiting).toBe(1)
  clock.advance(5000)
  await expect.poll(() => statuses).toEqual([503])
  expect(pool.waiting).toBe(0)
  call()
  await expect.poll(() => pool.waiting).toBe(1)
  open[0]!.end()
  await expect.poll(() => open.length).toBe(3)
  open[1]!.end()
  open[2]!.end()
  expect(await recorded(5)).toHaveLength(5)
})

test('a connection is made anew after its time', async () => {
  const { clock, open, connections, call, statuses } = await setUp({ recycleMs: 1000 })
  for (let at = 0; at < 3; at++) {
    call()
    await expect.poll(() => open.length).toBe(at + 1)
    if (at === 1) clock.advance(1000)
    open[at]!.end()
    await expect.poll(() => statuses.length).toBe(at + 1)
  }
  expect(connections.size).toBe(2)
})
