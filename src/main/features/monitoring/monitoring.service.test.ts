import { expect, onTestFinished, test } from 'vitest'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import type { Client } from '../../test-kit/create-test-console.ts'
import { readActs } from '../../test-kit/read-log.ts'

const start = async () => {
  const console = await createTestConsole()
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  const { monitoring } = mara.client
  /** Moves to the next look and waits until it is done. */
  const look = async () => {
    const before = (await monitoring.now()).atMs
    while ((await monitoring.now()).atMs === before) {
      console.clock.advance(1000 - (console.clock.now() % 1000))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { ...console, mara, monitoring, look }
}
type Started = Awaited<ReturnType<typeof start>>

const names = async ({ monitoring }: Started) => (await monitoring.now()).values.map(({ name }) => name)
const newest = async (client: Client) => (await readActs(client))[0]!

test('what was looked at is told live and drawn from the store, the same figures', async () => {
  const console = await start()
  for (let count = 0; count < 4; count++) await console.look()
  expect(await names(console)).toEqual(
    expect.arrayContaining(['machine.memory.used', 'machine.disk.used', 'console.memory', 'console.heap']),
  )
  const { values, atMs } = await console.monitoring.now()
  const memory = values.find(({ name }) => name === 'console.memory')!.value
  const told = await console.monitoring.query({
    selectors: [{ name: 'console.memory' }],
    fromMs: atMs - 60_000,
    toMs: atMs + 1,
    maxPoints: 100,
  })
  expect(told.stepMs).toBe(1000)
  const points = told.series[0]!.points.filter(({ mean }) => mean !== null)
  expect(points.length).toBeGreaterThanOrEqual(4)
  expect(points.at(-1)).toMatchObject({ atMs: Math.floor(atMs / 1000) * 1000, mean: memory, count: 1 })
})

test('a selector without labels finds every series of its name, one with labels only its own', async () => {
  const console = await start()
  await console.look()
  const { atMs } = await console.monitoring.now()
  const ask = async (labels: Record<string, string>) =>
    (await console.monitoring.query({ selectors: [{ name: 'console.database.bytes', labels }], fromMs: atMs - 5_000, toMs: atMs + 1 }))
      .series
  expect((await ask({})).map(({ labels }) => labels.file)).toEqual(['gatehouse.db', 'telemetry.db'])
  expect((await ask({ file: 'telemetry.db' })).map(({ title }) => title)).toEqual(['Size of telemetry.db'])
  expect(await ask({ file: 'none' })).toEqual([])
})

test('a range without end is answered with no more points than asked', async () => {
  const console = await start()
  await console.look()
  const ask = (fromMs: number, toMs: number) =>
    console.monitoring.query({ selectors: [{ name: 'console.heap' }], fromMs, toMs, maxPoints: 50 })
  const { series } = await ask(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  expect(series[0]!.points.length).toBeLessThanOrEqual(50)
  expect(series[0]!.points.some(({ mean }) => mean !== null)).toBe(true)
  expect((await ask(Number.MAX_SAFE_INTEGER - 10_000, 0)).series[0]!.points.every(({ mean }) => mean === null)).toBe(true)
})

test('after a restart the figures of before are still there', async () => {
  const console = await start()
  await console.look()
  const { atMs } = await console.monitoring.now()
  await console.restart()
  const told = await console.monitoring.query({ selectors: [{ name: 'console.heap' }], fromMs: atMs - 60_000, toMs: atMs + 1 })
  expect(told.series[0]!.points.some(({ mean }) => mean !== null)).toBe(true)
})

test('the live topic tells the newest figures with each look', async () => {
  const console = await start()
  const feed = await console.mara.client.live({ topics: ['metrics'] })
  const first = await feed.next()
  expect(first.value).toMatchObject({ topic: 'metrics', now: { atMs: expect.any(Number) as number } })
  const next = feed.next()
  await console.look()
  console.clock.advance(1000)
  expect((await next).value).toMatchObject({ topic: 'metrics' })
  await feed.return?.()
})

test('the health is told with all its parts, from what was observed', async () => {
  const console = await start()
  await console.look()
  const health = await console.monitoring.health()
  expect(health.parts.map(({ id }) => id)).toEqual(['cpu', 'memory', 'disk', 'console', 'record', 'vault'])
  expect(health.parts.find(({ id }) => id === 'vault')).toMatchObject({ score: 100, sentence: 'The vault is open.' })
  expect(health.parts.find(({ id }) => id === 'record')!.sentence).toContain('has not been verified yet')
  for await (const event of await console.mara.client.audit.verify()) void event
  expect((await console.monitoring.health()).parts.find(({ id }) => id === 'record')!.sentence).toContain('found intact')
})

test('what explains a chart is told from the log: starts, and settings that were changed', async () => {
  const console = await start()
  await console.mara.client.settings.change({ key: 'metrics.everySeconds', value: 5, version: 0 })
  const nowMs = console.clock.now()
  const told = await console.monitoring.annotations({ fromMs: nowMs - 60_000, toMs: nowMs + 1 })
  expect(told.map(({ word }) => word)).toEqual(expect.arrayContaining(['console started', 'setting changed']))
  expect(told.map(({ sequence }) => sequence)).toEqual(told.map(({ sequence }) => sequence).toSorted((a, b) => a - b))
})

/** A recording lasts as long as the clock says: it is moved on until the answer is there. */
const recorded = async <T>({ clock }: Started, asked: Promise<T>): Promise<T> => {
  const asking = { done: false }
  const end = () => {
    asking.done = true
  }
  asked.then(end, end)
  while (!asking.done) {
    clock.advance(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return asked
}

test.each(['cpu', 'heap'] as const)(
  'a %s profile leaves once through a link, is entered into the log, and holds no contents',
  async (kind) => {
    const console = await start()
    const { url, fileName, bytes } = await recorded(console, console.monitoring.profile({ kind, seconds: 2 }))
    expect(fileName).toMatch(new RegExp(`^gatehouse-.*\\.${kind}profile$`))
    expect(await newest(console.mara.client)).toMatchObject({ action: 'profile.recorded', severity: 'medium', actor: { name: 'mara' } })
    const fetch = () => console.core.fetch(new Request(`http://127.0.0.1${url}`), { trusted: true, source: '127.0.0.1' })
    const text = await (await fetch()).text()
    expect(Buffer.byteLength(text)).toBe(bytes)
    expect(JSON.parse(text)).toHaveProperty(kind === 'cpu' ? 'nodes' : 'head')
    expect(text).not.toContain(console.mara.token)
    expect((await fetch()).status).toBe(404)
  },
)

test('one profile at a time, and one whose caller goes ends at once, without an entry', async () => {
  const console = await start()
  const leave = new AbortController()
  const first = console.monitoring.profile({ kind: 'cpu', seconds: 60 }, { signal: leave.signal })
  first.catch(() => {})
  const refused = async () =>
    console.monitoring.profile({ kind: 'cpu', seconds: 1 }).then(
      () => 'recorded',
      (error: { code: string }) => error.code,
    )
  await console.monitoring.now()
  expect(await refused()).toBe('BUSY')
  leave.abort()
  await expect(first).rejects.toThrow()
  expect((await newest(console.mara.client)).action).not.toBe('profile.recorded')
  await expect(recorded(console, console.monitoring.profile({ kind: 'cpu', seconds: 1 }))).resolves.toMatchObject({
    bytes: expect.any(Number) as number,
  })
})
