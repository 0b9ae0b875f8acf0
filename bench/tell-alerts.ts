// How soon a breach is told to somebody, through the real engine and a real socket; and what is lost or told twice where a receiver fails a third of the time.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../src/main/database/database.ts'
import { openDatabase } from '../src/main/database/open-database.ts'
import { createAlerts } from '../src/main/features/alerts/alerts.service.ts'
import { createNotifications } from '../src/main/features/notifications/notifications.service.ts'
import { anAlert } from '../src/main/test-kit/an-alert.ts'
import { databaseOptions } from '../src/main/test-kit/database-options.ts'
import { plainRing } from '../src/main/test-kit/plain-ring.ts'
import { systemClock } from '../src/ports/clock.ts'
import type { Clock } from '../src/ports/clock.ts'
import { createIds } from '../src/ports/ids.ts'
import { createLiveEvents } from '../src/ports/live-events.ts'
import { silentLogger } from '../src/ports/logger.ts'
import type { Measured } from '../src/shared/measured.ts'
import { sampleOfValue } from '../src/shared/sample.ts'
import { percentile } from './figure.ts'
import type { Figure } from './figure.ts'

const by = { actor: { kind: 'system', id: null, name: 'bench' }, source: 'console', requestId: null } as const

interface Told {
  id: string
  group: string
  atMs: number
  accepted: boolean
}

const startReceiver = async (accepts: (turn: number) => boolean) => {
  const told: Told[] = []
  const answer = (id: string, body: string, response: ServerResponse) => {
    const accepted = accepts(told.length)
    const { group } = (JSON.parse(body) as { data: { group: string } }).data
    told.push({ id, group, atMs: performance.now(), accepted })
    // Of those that fail half are broken off, although all of it had come.
    if (!accepted && told.length % 2 === 0) return response.destroy()
    response.writeHead(accepted ? 204 : 500).end()
  }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(String(request.headers['webhook-id']), Buffer.concat(chunks).toString(), response))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const stop = () => new Promise((closed) => server.close(closed).closeAllConnections())
  return { told, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const startNotifying = async (database: Database, clock: Clock, url: string) => {
  const notifications = createNotifications({
    database,
    sender: { installationId: database.installationId, hostName: 'bench', clock, timeoutMs: 10_000, linkTo: () => null },
    ids: createIds(clock),
    events: createLiveEvents(),
    logger: silentLogger,
    ring: () => plainRing,
    timeZone: () => 'UTC',
    updateEveryMs: () => 300_000,
    notices: null,
    anybodyIsThere: () => false,
  })
  notifications.start()
  await notifications.create(by, {
    name: 'receiver',
    channel: { kind: 'webhook', url },
    enabled: true,
    leastSeverity: 'info',
    groups: [],
    quietHours: null,
    repeatMs: null,
    afterMs: 0,
    tellResolved: false,
    template: null,
    allowPrivateNetwork: true,
    secret: 'a secret that signs for a benchmark',
  })
  return notifications
}

const until = async (condition: () => boolean, what: string) => {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 60_000) throw new Error(`${what} did not come.`)
    await sleep(10)
  }
}

const breachToDelivery = async (directory: string, quick: boolean): Promise<Figure[]> => {
  const receiver = await startReceiver(() => true)
  const database = openDatabase(databaseOptions(directory, systemClock))
  const notifications = await startNotifying(database, systemClock, receiver.url)
  const ids = createIds(systemClock)
  let watcher: (atMs: number, measured: readonly Measured[]) => void = () => {}
  const alerts = createAlerts({
    database,
    clock: systemClock,
    ids,
    events: createLiveEvents(),
    logger: silentLogger,
    series: {
      watch: (next) => {
        watcher = next
        return () => {}
      },
      steps: async (_selectors, { stepMs }) => ({ stepMs, series: [] }),
      series: () => [],
    },
    burnOf: () => null,
    notify: notifications.notify,
    reader: { run: () => Promise.reject(new Error('no past is read here')), close: async () => {} },
    resolve: () => {
      throw new Error('no past is read here')
    },
  })
  const names = Array.from({ length: quick ? 10 : 40 }, (_, index) => `breach-${index}`)
  await database.change(by, { action: 'alert-rule.created', message: 'Rules of a benchmark' }, (tx) => {
    for (const name of names)
      alerts.rules.ofObjectives.insert(tx, ids.next(), {
        name,
        summary: '',
        condition: {
          kind: 'threshold',
          measure: { name, labels: {}, figure: 'max', join: 'each', dividedBy: null },
          comparison: 'above',
          value: 90,
          resolveValue: null,
          leastCount: 0,
          windowMs: 1000,
        },
        forMs: 0,
        keepFiringMs: 0,
        severity: 'high',
        labels: {},
        runbookUrl: null,
        group: name,
        enabled: true,
      })
  })
  alerts.start()
  const values = new Map(names.map((name) => [name, 10]))
  const look = () =>
    watcher(
      Date.now(),
      [...values].map(([name, value]): Measured => ({
        name,
        labels: {},
        unit: 'percent',
        kind: 'gauge',
        everyMs: 1000,
        sample: sampleOfValue(value),
      })),
    )
  const looking = setInterval(look, 1000)
  await sleep(3_000)
  const breachedAtMs = new Map<string, number>()
  for (const name of names) {
    values.set(name, 99)
    breachedAtMs.set(name, performance.now())
    // At any moment of the second between two looks.
    await sleep(370)
  }
  await until(() => receiver.told.length >= names.length, 'Every breach')
  clearInterval(looking)
  await alerts.stop()
  await notifications.stop()
  await database.close()
  await receiver.stop()
  const took = receiver.told.map(({ group, atMs }) => atMs - breachedAtMs.get(group)!)
  return [{ name: 'notify.p95', value: percentile(took, 0.95), unit: 'ms', goal: { atMost: 3_000 } }]
}

/** Two hundred times as fast as any other, so that back-off does not make hours of it. */
const fastClock = (): Clock => {
  const pace = 200
  const startedMs = Date.now()
  return {
    ...systemClock,
    now: () => Math.round(startedMs + (Date.now() - startedMs) * pace),
    after: (ms, run) => systemClock.after(ms / pace, run),
  }
}

const failingThird = async (directory: string, quick: boolean): Promise<Figure[]> => {
  const receiver = await startReceiver((turn) => turn % 3 !== 2)
  const clock = fastClock()
  const database = openDatabase(databaseOptions(directory, clock))
  const notifications = await startNotifying(database, clock, receiver.url)
  const groups = Array.from({ length: quick ? 200 : 1_000 }, (_, index) => `group-${index}`)
  for (let at = 0; at < groups.length; at += 20)
    await database.change(by, { action: 'alert.fired', message: 'Alerts of a benchmark' }, (tx) =>
      notifications.notify(
        tx,
        groups.slice(at, at + 20).map((group) => ({ kind: 'firing', alert: anAlert({ group }), atMs: clock.now() })),
      ),
    )
  const accepted = () => receiver.told.filter((one) => one.accepted)
  const idle = () => notifications.contactPoints().every(({ waiting }) => waiting === 0)
  await until(() => accepted().length >= groups.length && idle(), 'Every delivery')
  await notifications.stop()
  await database.close()
  await receiver.stop()
  const keysOf = Map.groupBy(receiver.told, ({ group }) => group)
  const reached = new Set(accepted().map(({ group }) => group))
  return [
    { name: 'notify.lost', value: groups.filter((group) => !reached.has(group)).length, unit: 'messages', goal: { atMost: 0 } },
    {
      name: 'notify.twice',
      value: [...keysOf.values()].filter((all) => new Set(all.map(({ id }) => id)).size > 1).length,
      unit: 'messages',
      goal: { atMost: 0 },
    },
    { name: 'notify.tries', value: receiver.told.length / groups.length, unit: 'a message' },
  ]
}

export const tellAlerts = async (quick: boolean): Promise<Figure[]> => {
  const figures: Figure[] = []
  for (const measure of [breachToDelivery, failingThird]) {
    const directory = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
    try {
      figures.push(...(await measure(directory, quick)))
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  }
  return figures
}
