import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { mountDisk, whyNoDisk } from '../../main/test-kit/small-disk.ts'
import type { Batch, BatchContent } from './batch.ts'
import { openBatchNumbers } from './batch-numbers.ts'
import { createOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { openSpillFiles } from './spill-files.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-spill-'))
})
afterEach(async () => {
  for (const outbox of opened.splice(0)) await outbox.close()
  rmSync(directory, { recursive: true, force: true })
})
const opened: Outbox[] = []

const counts = (requests: number): BatchContent['counts'][number] => ({
  secondMs: 1_000,
  route: 'r',
  consumer: null,
  upstream: 'u',
  statusClass: 2,
  refused: false,
  requests,
  bytesIn: 0,
  bytesOut: 0,
  took: [[1, requests]],
  tookSumMs: requests,
  tookMinMs: 1,
  tookMaxMs: 1,
})
const content = (requests: number): BatchContent => ({ requests: [], counts: [counts(requests)], events: [], unrecorded: requests })
const eventOf = (text: string): BatchContent['events'][number] => ({
  atMs: 1,
  lastAtMs: 1,
  count: 1,
  kind: 'refused',
  code: 'unknown-key',
  source: null,
  route: null,
  consumer: null,
  requestId: null,
  detail: { text },
})
const requestsOf = (batches: Batch[]) => batches.map((batch) => batch.counts.reduce((sum, one) => sum + one.requests, 0))

const setUp = (options: { mostSpilledBytes?: number } = {}, place = directory) => {
  const spill = openSpillFiles(join(place, 'spill'))
  const numbers = openBatchNumbers(join(place, 'next'), spill.lastNumber(), 1_000_000)
  const filling: number[] = []
  const clock = createHandClock()
  const outbox = createOutbox({
    spill,
    nextNumber: () => numbers.next(),
    clock,
    logger: silentLogger,
    onFilling: (bytes) => filling.push(bytes),
    ...options,
  })
  opened.push(outbox)
  const sent: Batch[] = []
  const connect = (credits: number) => {
    outbox.connect((batch) => sent.push(batch))
    if (credits > 0) outbox.credit(credits)
  }
  return { clock, outbox, spill, sent, filling, connect }
}

test('with a console that keeps up nothing touches the disk', async () => {
  const { outbox, sent, connect } = setUp()
  connect(8)
  for (const requests of [1, 2, 3]) outbox.put(content(requests))
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1, 2, 3])
  expect(outbox.spilledBytes()).toBe(0)
})

test('without a console batches wait on disk, and come afterwards in their order, each once', async () => {
  const { outbox, sent, connect } = setUp()
  for (const requests of [1, 2, 3]) outbox.put(content(requests))
  await outbox.settled()
  expect(outbox.spilledBytes()).toBeGreaterThan(0)
  connect(2)
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1, 2])
  outbox.put(content(4))
  for (const { number } of sent) {
    outbox.acknowledge(number)
    outbox.credit(1)
  }
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1, 2, 3, 4])
  for (const { number } of sent) outbox.acknowledge(number)
  await outbox.settled()
  expect(outbox.spilledBytes()).toBe(0)
  expect(readdirSync(join(directory, 'spill'))).toEqual([])
})

test('numbers rise strictly, over a new start too', async () => {
  const first = setUp()
  for (const requests of [1, 2]) first.outbox.put(content(requests))
  await first.outbox.close()
  const second = setUp()
  second.outbox.put(content(3))
  second.connect(10)
  await second.outbox.settled()
  expect(requestsOf(second.sent)).toEqual([1, 2, 3])
  const given = second.sent.map(({ number }) => number)
  expect(given).toEqual([...new Set(given)].toSorted((a, b) => a - b))
})

test('what was under way when the console went is sent again, before what came after', async () => {
  const { outbox, sent, connect } = setUp()
  connect(2)
  for (const requests of [1, 2, 3]) outbox.put(content(requests))
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1, 2])
  outbox.acknowledge(sent[0]!.number)
  outbox.disconnect()
  outbox.put(content(4))
  connect(10)
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1, 2, 2, 3, 4])
  expect(sent[2]!.number).toBe(sent[1]!.number)
})

test('a console that gives no credit gets nothing, and nothing is lost', async () => {
  const { outbox, sent, connect } = setUp()
  connect(0)
  outbox.put(content(1))
  await outbox.settled()
  expect(sent).toEqual([])
  outbox.credit(1)
  await outbox.settled()
  expect(requestsOf(sent)).toEqual([1])
})

test('a stop puts on disk what was not acknowledged', async () => {
  const first = setUp()
  first.connect(5)
  first.outbox.put(content(7))
  await first.outbox.close()
  const second = setUp()
  second.connect(5)
  await second.outbox.settled()
  expect(requestsOf(second.sent)).toEqual([7])
})

test('what a crash tore off is passed over, and what stands before it is sent', async () => {
  const first = setUp()
  for (const requests of [1, 2]) first.outbox.put(content(requests))
  await first.outbox.close()
  const [name] = readdirSync(join(directory, 'spill'))
  const file = join(directory, 'spill', name!)
  truncateSync(file, statSync(file).size - 3)
  const second = setUp()
  second.outbox.put(content(3))
  second.connect(5)
  await second.outbox.settled()
  expect(requestsOf(second.sent)).toEqual([1, 3])
})

test('beyond its space it keeps counters alone, warns before, and tells how much was lost', async () => {
  const { outbox, sent, connect, filling } = setUp({ mostSpilledBytes: 2_000 })
  let requests = 0
  for (let at = 0; at < 50; at++) {
    outbox.put(content(at + 1))
    requests += at + 1
    await outbox.settled()
  }
  expect(outbox.spilledBytes()).toBeLessThanOrEqual(2_000)
  expect(filling).toHaveLength(1)
  connect(1000)
  await outbox.settled()
  for (let last = -1; sent.at(-1)?.number !== last;) {
    last = sent.at(-1)!.number
    outbox.acknowledge(last)
    outbox.credit(10)
    await outbox.settled()
  }
  expect(requestsOf(sent).reduce((sum, one) => sum + one, 0)).toBe(requests)
  expect(sent.reduce((sum, { unrecorded }) => sum + unrecorded, 0)).toBe(requests)
  expect(sent.flatMap(({ events }) => events.map(({ kind }) => kind))).toEqual(['lost-records'])
})

test('a directory that cannot be written any more ends nothing, and the counts arrive', async () => {
  const { outbox, sent, connect } = setUp()
  rmSync(join(directory, 'spill'), { recursive: true, force: true })
  for (const requests of [1, 2]) outbox.put(content(requests))
  await outbox.settled()
  connect(10)
  await outbox.settled()
  outbox.put(content(4))
  await outbox.settled()
  expect(requestsOf(sent).reduce((sum, one) => sum + one, 0)).toBe(7)
  expect(sent[0]!.events[0]!.kind).toBe('lost-records')
})

test.skipIf(whyNoDisk !== null)(
  `a disk that is full for a while costs records and no counts, and nothing is torn${whyNoDisk ? ` (not run: ${whyNoDisk})` : ''}`,
  async ({ skip }) => {
    const disk = mountDisk(1)
    if (disk === null) return skip('this machine mounts no tmpfs')
    const { clock, outbox, sent } = setUp({}, disk)
    const large = (requests: number): BatchContent => ({ ...content(requests), events: [eventOf(randomBytes(60_000).toString('base64'))] })
    let requests = 0
    const put = async (count: number) => {
      requests += count
      outbox.put(large(count))
      await outbox.settled()
    }
    await put(1)
    writeFileSync(join(disk, 'filler'), Buffer.alloc(700_000))
    for (let at = 0; at < 10; at++) await put(1)
    rmSync(join(disk, 'filler'))
    clock.advance(10_000)
    await put(1)
    await outbox.close()

    const next = setUp({}, disk)
    next.connect(100)
    await next.outbox.settled()
    const all = [...sent, ...next.sent]
    expect(requestsOf(all).reduce((sum, one) => sum + one, 0)).toBe(requests)
    const lost = all.flatMap(({ events }) => events.filter(({ kind }) => kind === 'lost-records'))
    expect(lost).toHaveLength(1)
    const kept = all.flatMap(({ events }) => events.filter(({ kind }) => kind === 'refused'))
    expect(kept.length + Number(lost[0]!.detail.events)).toBe(requests)
    expect(kept.length).toBeGreaterThan(2)
  },
)
