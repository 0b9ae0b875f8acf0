import { expect, test } from 'vitest'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { openTestForwarding, sequencesOf } from '../../test-kit/open-test-forwarding.ts'
import { startStreamReceiver } from '../../test-kit/syslog-receivers.ts'
import type { Fate } from '../../test-kit/syslog-receivers.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const sequencesInSyslog = (messages: string[]) => messages.flatMap((message) => /seq="(\d+)"/.exec(message)?.[1] ?? []).map(Number)
/** What a receiver keeps that drops a batch it has had. */
const deduplicated = (received: { headers: Record<string, unknown>; body: string }[]) => [
  ...new Map(received.map(({ headers, body }) => [String(headers['webhook-id']), body])).values(),
]
test('while a receiver is down its problem, its lag and the next try are shown; afterwards nothing is missing', async () => {
  let answer: Answer = 500
  const receiver = await startHttpReceiver({ answer: () => answer })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(9)
  await opened.until(() => opened.one(id).state.kind === 'failing')
  const { state, lagEntries, lagMs } = opened.one(id)
  expect(state).toMatchObject({ problem: expect.stringContaining('trouble of its own (500)') as string })
  expect(lagEntries).toBe(10)
  expect(lagMs).not.toBeNull()
  expect(state.kind === 'failing' && state.nextTryAtMs > state.sinceMs).toBe(true)
  answer = 204
  await opened.caughtUp(id)
  expect(sequencesOf(deduplicated(receiver.received)[0]!)[0]).toBe(1)
  expect(deduplicated(receiver.received).flatMap(sequencesOf)).toEqual(range(1, 10))
  expect(opened.one(id).delivered).toBe(10)
})

test('waits grow from try to try, and “try now” does not wait', async () => {
  const receiver = await startHttpReceiver({ answer: () => 500 })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  const triedAtMs: number[] = []
  await opened.until(() => {
    if (receiver.received.length > triedAtMs.length) triedAtMs.push(opened.clock.now())
    return triedAtMs.length === 6
  })
  const waits = triedAtMs.slice(1).map((atMs, index) => atMs - triedAtMs[index]!)
  expect(waits.at(-1)!).toBeGreaterThan(waits[0]! * 3)
  await opened.until(() => {
    const { state } = opened.one(id)
    return state.kind === 'failing' && state.nextTryAtMs > opened.clock.now() + 4_000
  })
  const before = receiver.received.length
  const atMs = opened.clock.now()
  opened.forwarding.tryNow(id)
  await expect.poll(() => receiver.received.length).toBe(before + 1)
  expect(opened.clock.now()).toBe(atMs)
})

test('a receiver that asks for time gets it', async () => {
  const receiver = await startHttpReceiver({ answer: () => ({ status: 503, headers: { 'retry-after': '600' } }) })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.until(() => opened.one(id).state.kind === 'failing')
  const { state } = opened.one(id)
  expect(state.kind === 'failing' && state.nextTryAtMs - state.sinceMs).toBe(600_000)
})

test('a webhook that fails a third of the time misses nothing, and gets again only what it was sent as a whole', async () => {
  let turn = 0
  const fates: Answer[] = [204, 500, 'close', 204, 'close', 204, 503]
  const receiver = await startHttpReceiver({ answer: () => fates[turn++ % fates.length]! })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  for (let round = 0; round < 12; round++) {
    await opened.append(40 + round)
    await opened.until(() => opened.one(id).lagEntries < 60)
  }
  await opened.caughtUp(id)
  const bodies = new Map<string, string>()
  for (const { headers, body } of receiver.received) {
    const batch = String(headers['webhook-id'])
    // The same id always means the same batch.
    expect(bodies.get(batch) ?? body).toBe(body)
    bodies.set(batch, body)
  }
  expect(receiver.received.length).toBeGreaterThan(bodies.size)
  expect([...bodies.values()].flatMap(sequencesOf)).toEqual(range(1, opened.lastSequence()))
})

test('a syslog receiver that is cut off, stalls or refuses a third of the time misses nothing and sees everything in order', async () => {
  let turn = 0
  const fates: Fate[] = ['read', 'cut', 'read', 'refuse', 'read', 'read']
  const receiver = await startStreamReceiver({ fate: () => fates[turn++ % fates.length]! })
  const opened = openTestForwarding()
  const { id } = await opened.create({
    kind: 'syslog',
    transport: 'tcp',
    host: '127.0.0.1',
    port: receiver.port,
    facility: 13,
    caPem: null,
  })
  for (let round = 0; round < 10; round++) {
    await opened.append(100)
    await opened.until(() => opened.one(id).lagEntries < 150)
  }
  await opened.caughtUp(id)
  const seen = sequencesInSyslog(receiver.messages)
  expect([...new Set(seen)].toSorted((a, b) => a - b)).toEqual(range(1, opened.lastSequence()))
  // In order, but where a batch was sent again from its beginning.
  const first = seen.filter((sequence, index) => seen.indexOf(sequence) === index)
  expect(first).toEqual(range(1, opened.lastSequence()))
})

test('what was on its way at a stop is sent again as the same batch', async () => {
  let answer: Answer = 'stall'
  const receiver = await startHttpReceiver({ answer: () => answer })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(4)
  await opened.until(() => receiver.received.length === 1)
  await opened.append(10)
  await opened.restart()
  answer = 204
  await opened.caughtUp(id)
  const [before, again, rest] = receiver.received
  expect(again!.headers['webhook-id']).toBe(before!.headers['webhook-id'])
  expect(again!.body).toBe(before!.body)
  expect(sequencesOf(rest!.body)[0]).toBe(sequencesOf(before!.body).at(-1)! + 1)
})

test('one receiver that never answers holds up no other', async () => {
  const stalled = await startHttpReceiver({ answer: () => 'stall' })
  const well = await startHttpReceiver()
  const opened = openTestForwarding()
  const slow = await opened.create({ kind: 'webhook', url: stalled.url }, { name: 'slow' })
  const fast = await opened.create({ kind: 'webhook', url: well.url }, { name: 'fast' })
  await opened.append(700)
  await opened.caughtUp(fast.id)
  expect(opened.one(slow.id).delivered).toBe(0)
  expect(well.received.flatMap(({ body }) => sequencesOf(body))).toEqual(range(2, 702))
})
