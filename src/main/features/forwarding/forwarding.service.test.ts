import { expect, test } from 'vitest'
import { createEd25519Signer } from '../../test-kit/ed25519-signer.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { byMara, openTestForwarding, sequencesOf } from '../../test-kit/open-test-forwarding.ts'
import type { TestForwarding } from '../../test-kit/open-test-forwarding.ts'
import { startStreamReceiver } from '../../test-kit/syslog-receivers.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const sequencesInSyslog = (messages: string[]) => messages.flatMap((message) => /seq="(\d+)"/.exec(message)?.[1] ?? []).map(Number)
const setHorizon = (opened: TestForwarding, sequence: number) => {
  const other = opened.outside()
  other.prepare('UPDATE log_horizon SET sequence = ?, hash = ?').run(sequence, 'ee'.repeat(32))
  other.prepare('DELETE FROM log_entry WHERE sequence <= ?').run(sequence)
}

test('from now on every entry is sent in order, beginning with the one that says so', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  await opened.append(5)
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(3)
  await opened.caughtUp(id)
  expect(receiver.received.flatMap(({ body }) => sequencesOf(body))).toEqual(range(6, 9))
  expect(receiver.received[0]!.body).toContain('forwarding.created')
  expect(opened.one(id)).toMatchObject({
    position: 9,
    lagEntries: 0,
    lagMs: null,
    delivered: 4,
    lost: 0,
    hasSecret: true,
    state: { kind: 'idle' },
  })
  expect(opened.one(id).lastDeliveredAtMs).not.toBeNull()
})

test('from the beginning a backlog goes out in batches of at most 500, each once', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  await opened.append(1_700)
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url }, { from: 'beginning' })
  await opened.caughtUp(id)
  const batches = receiver.received.map(({ body }) => sequencesOf(body))
  expect(batches.map((batch) => batch.length)).toEqual([500, 500, 500, 201])
  expect(batches.flat()).toEqual(range(1, 1_701))
})

test('a batch holds no more than about a megabyte', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  await opened.append(30, { detail: { text: 'x'.repeat(100_000) } })
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url }, { from: 'beginning' })
  await opened.caughtUp(id)
  expect(receiver.received.length).toBeGreaterThan(3)
  expect(receiver.received.flatMap(({ body }) => sequencesOf(body))).toEqual(range(1, 31))
  for (const { body } of receiver.received) expect(body.length).toBeLessThan(1_200_000)
})

test('only entries that are severe enough are sent, and the others are no lag', async () => {
  const receiver = await startStreamReceiver()
  const opened = openTestForwarding()
  const { id } = await opened.create(
    { kind: 'syslog', transport: 'tcp', host: '127.0.0.1', port: receiver.port, facility: 13, caPem: null },
    { leastSeverity: 'high' },
  )
  await opened.append(120)
  const [high, critical] = [...(await opened.append(1, { severity: 'high' })), ...(await opened.append(1, { severity: 'critical' }))]
  await opened.append(40, { severity: 'medium' })
  await opened.caughtUp(id)
  expect(sequencesInSyslog(receiver.messages)).toEqual([high, critical])
  expect(opened.one(id).delivered).toBe(2)
})

test('a signed head goes out after the entries it covers, once, even where no entry comes after it', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const { signer } = createEd25519Signer()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(2)
  await opened.caughtUp(id)
  const head = opened.database.signHead(signer)!
  const heads = () => receiver.received.flatMap(({ body }) => (JSON.parse(body) as { head?: unknown }).head ?? [])
  await opened.until(() => heads().length === 1)
  expect(heads()[0]).toEqual(head)
  await opened.append(1)
  await opened.caughtUp(id)
  opened.clock.advance(60_000)
  await opened.caughtUp(id)
  expect(heads()).toHaveLength(1)
})

test('stopped, nothing is sent; resumed, it goes on from where it was', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const made = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.caughtUp(made.id)
  const off = await opened.forwarding.setEnabled(byMara, made, false)
  expect(off.state).toEqual({ kind: 'off' })
  await opened.append(3)
  opened.clock.advance(60_000)
  const requests = receiver.received.length
  await opened.forwarding.setEnabled(byMara, off, true)
  await opened.caughtUp(made.id)
  expect(receiver.received.slice(requests).flatMap(({ body }) => sequencesOf(body))).toEqual(range(2, 6))
  expect(opened.logOf('forwarding.disabled')[0]?.message).toBe('mara stopped sending the log to “collector”')
  expect(opened.logOf('forwarding.enabled')).toHaveLength(1)
})

test('entries that retention dropped first are counted as lost and said to be', async () => {
  let answer: Answer = 500
  const receiver = await startHttpReceiver({ answer: () => answer })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.append(20)
  await opened.until(() => opened.one(id).state.kind === 'failing')
  setHorizon(opened, 15)
  answer = 204
  await opened.caughtUp(id)
  expect(opened.one(id)).toMatchObject({ lost: 15, delivered: 7 })
  const [lost] = opened.logOf('forwarding.lost')
  expect(lost).toMatchObject({ severity: 3, message: expect.stringContaining('15 entries never reached “collector”') as string })
  const sent = receiver.received.filter((_, index) => index >= receiver.received.findIndex(({ body }) => sequencesOf(body)[0] === 16))
  expect(sent.flatMap(({ body }) => sequencesOf(body))).toEqual(range(16, 22))
})

test('from the beginning of a log that was shortened, nothing is lost', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  await opened.append(20)
  setHorizon(opened, 15)
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url }, { from: 'beginning' })
  await opened.caughtUp(id)
  expect(opened.one(id)).toMatchObject({ lost: 0, delivered: 6 })
  const [first] = (JSON.parse(receiver.received[0]!.body) as { entries: { sequence: number; previousHash: string }[] }).entries
  expect(first).toMatchObject({ sequence: 16, previousHash: 'ee'.repeat(32) })
})

test('a webhook that answers 410 is stopped, and the log says why', async () => {
  const receiver = await startHttpReceiver({ answer: () => 410 })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.until(() => opened.one(id).state.kind === 'off')
  await opened.append(3)
  opened.clock.advance(600_000)
  expect(receiver.received).toHaveLength(1)
  expect(opened.one(id)).toMatchObject({ enabled: false, version: 2, delivered: 0 })
  expect(opened.logOf('forwarding.disabled')[0]?.message).toMatch(/“collector” no more: .* wants nothing more/)
})

test('a receiver that takes little at once gets little at once', async () => {
  const receiver = await startHttpReceiver({ answer: ({ body }) => (sequencesOf(body).length > 60 ? 413 : 204) })
  const opened = openTestForwarding()
  await opened.append(500)
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url }, { from: 'beginning' })
  await opened.caughtUp(id)
  const taken = receiver.received.map(({ body }) => sequencesOf(body)).filter((batch) => batch.length <= 60)
  expect(taken.flat()).toEqual(range(1, 501))
})

test('entries that a collector rejects count as lost, and are told once an hour at most', async () => {
  const receiver = await startHttpReceiver({ answer: () => ({ status: 200, text: '{"partialSuccess":{"rejectedLogRecords":1}}' }) })
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'otlp', url: receiver.url, headerName: 'authorization' })
  await opened.append(4)
  await opened.caughtUp(id)
  await opened.append(4)
  await opened.caughtUp(id)
  const { lost, delivered } = opened.one(id)
  expect(lost).toBe(receiver.received.length)
  expect(lost + delivered).toBe(opened.lastSequence())
  expect(opened.logOf('forwarding.rejected')).toHaveLength(1)
})

test('while the vault is sealed a destination with a secret waits, and goes on when it opens', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.caughtUp(id)
  const before = receiver.received.length
  opened.setSealed(true)
  await opened.append(3)
  await opened.until(() => opened.one(id).state.kind === 'sealed')
  expect(receiver.received).toHaveLength(before)
  opened.setSealed(false)
  await opened.caughtUp(id)
  expect(receiver.received.slice(before).flatMap(({ body }) => sequencesOf(body))).toEqual(range(2, 4))
})

test('a secret that another program put in the place of the right one is not used', async () => {
  const other = await startHttpReceiver()
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const first = await opened.create({ kind: 'webhook', url: other.url }, { name: 'first' })
  const second = await opened.create({ kind: 'webhook', url: receiver.url }, { name: 'second' })
  await opened.caughtUp(second.id)
  const before = receiver.received.length
  opened
    .outside()
    .prepare(
      'UPDATE forwarding_destination SET sealed_secret = (SELECT sealed_secret FROM forwarding_destination WHERE id = ?) WHERE id = ?',
    )
    .run(first.id, second.id)
  await opened.append(1)
  await opened.until(() => opened.one(second.id).state.kind === 'failing')
  expect(opened.one(second.id).state).toMatchObject({ problem: expect.stringContaining('does not open') as string })
  expect(receiver.received).toHaveLength(before)
})

test('windows are told of changes, and at most once a second', async () => {
  const receiver = await startHttpReceiver()
  const opened = openTestForwarding()
  const { id } = await opened.create({ kind: 'webhook', url: receiver.url })
  await opened.caughtUp(id)
  opened.clock.advance(10_000)
  const count = () => opened.told.filter(({ kind }) => kind === 'forwarding-changed').length
  const before = count()
  for (let round = 0; round < 50; round++) await opened.append(1)
  expect(count()).toBe(before + 1)
  opened.clock.advance(1_000)
  expect(count()).toBe(before + 2)
})
