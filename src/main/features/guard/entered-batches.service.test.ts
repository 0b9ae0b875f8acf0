import { expect, test } from 'vitest'
import type { GuardEvent } from '../../../shared/guard-protocol.ts'
import { policySchema } from '../../../shared/policy.ts'
import type { Writable } from '../../database/database.ts'
import { openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createEnteredBatches } from './entered-batches.service.ts'

const requestId = '019aa000-0000-7000-8000-000000000001'
const event = (kind: GuardEvent['kind'], changes: Partial<GuardEvent> = {}): GuardEvent => ({
  atMs: 1_000,
  lastAtMs: 2_000,
  count: 1,
  kind,
  code: null,
  source: null,
  route: null,
  consumer: null,
  requestId: null,
  detail: {},
  ...changes,
})
const policy = policySchema.parse({
  upstreams: [{ id: 'api', name: 'API', targets: [{ url: 'http://127.0.0.1:3000' }] }],
  routes: [{ id: 'all', name: 'All', upstream: 'api' }],
  consumers: [{ id: 'shop', name: 'Shop' }],
})

const setUp = () => {
  const { database } = openTestDatabase()
  const uses: [string, number, number][] = []
  let broken = false
  const batches = createEnteredBatches({
    database,
    policy: () => policy,
    onKeysUsed: () => {},
    vault: {
      textOf: () => null,
      labelOf: (id) => (id === 'k1' ? 'Research' : null),
      countUses: (_tx: Writable, id, count, lastAtMs) => {
        if (broken) throw new Error('the disk is full')
        uses.push([id, count, lastAtMs])
      },
    },
  })
  const log = () =>
    database.read((db) =>
      db.all<{
        action: string
        severity: number
        message: string
        count: number
        source: string
        actor: string
        class: string | null
        detail: string
      }>(
        `SELECT word.text AS action, severity, message, count, origin.text AS source, log_actor.kind || ':' || log_actor.name AS actor, class.text AS class, detail
         FROM log_entry JOIN log_text word ON word.id = action JOIN log_text origin ON origin.id = source
         JOIN log_actor ON log_actor.id = actor LEFT JOIN log_text class ON class.id = threat_class ORDER BY sequence`,
      ),
    )
  return { batches, uses, log, breakDown: (on: boolean) => (broken = on) }
}

test('each event is an entry of whom it tells, as grave as it is', async () => {
  const { batches, log } = setUp()
  await batches.enter({
    number: 7,
    events: [
      event('refused', { code: 'unknown-key', source: '203.0.113.9', route: 'all', requestId }),
      event('refused', { code: 'unknown-key', source: '203.0.113.9', route: 'all', count: 40 }),
      event('refused', { code: 'rate-limited', source: '203.0.113.9', route: 'all', consumer: 'shop' }),
      event('refused', { code: 'no-route', source: '203.0.113.9' }),
      event('connection-refused', { code: 'too many connections', count: 9 }),
      event('target-down', { detail: { upstream: 'api', target: 'http://127.0.0.1:3000' } }),
      event('target-up', { detail: { upstream: 'api', target: 'http://127.0.0.1:3000' } }),
      event('lost-records', { detail: { why: 'the guard ended unexpectedly' } }),
      event('spill-filling', { detail: { spilledBytes: 1024 ** 2 } }),
      event('limits-apart', { detail: { why: 'its file is damaged' } }),
      event('limits-together'),
      event('policy-refused', { detail: { path: 'routes', message: 'no' } }),
    ],
  })
  expect(log().map(({ action, severity, actor, class: threat, message }) => [action, severity, actor, threat, message])).toEqual([
    ['request.refused', 1, 'guard:guard', 'identity', 'The guard refused a request on “All”: an API key that is not valid'],
    ['request.refused', 2, 'guard:guard', 'identity', 'The guard refused requests on “All”: an API key that is not valid'],
    ['request.refused', 0, 'consumer:Shop', 'rate-limit', 'The guard refused a request on “All”: a limit was reached'],
    ['request.refused', 0, 'guard:guard', 'no-route', 'The guard refused a request: no such route'],
    ['connection.refused', 2, 'guard:guard', 'connection', 'The guard refused connections: too many connections'],
    ['target.down', 3, 'guard:guard', null, 'The target http://127.0.0.1:3000 answers no more; it gets no requests for a while'],
    ['target.up', 0, 'guard:guard', null, 'The target http://127.0.0.1:3000 answers again'],
    ['guard.records-lost', 4, 'guard:guard', null, 'Records of requests are lost: the guard ended unexpectedly'],
    ['guard.spill-filling', 3, 'guard:guard', null, 'What the guard keeps for the console fills its place on the disk: 1 MiB'],
    [
      'guard.limits-apart',
      3,
      'guard:guard',
      null,
      'The guard cannot count limits in their file: its file is damaged; until it can again it counts in memory, by itself',
    ],
    ['guard.limits-together', 0, 'guard:guard', null, 'The guard counts limits in their file again'],
    ['guard.policy-refused', 3, 'guard:guard', null, 'The guard cannot serve by the policy that it kept: no'],
  ])
  expect(log()[1]).toMatchObject({ count: 40, source: '203.0.113.9' })
  expect(JSON.parse(log()[1]!.detail)).toEqual({ code: 'unknown-key', route: 'all', firstAtMs: 1_000, lastAtMs: 2_000 })
})

test('a batch that is sent again is entered once, and its uses are counted once', async () => {
  const { batches, uses, log } = setUp()
  const used = event('key-used', { route: 'all', consumer: 'shop', count: 12, detail: { key: 'vault:k1' } })
  await batches.enter({ number: 8, events: [used] })
  await batches.enter({ number: 8, events: [used] })
  await batches.enter({ number: 5, events: [used] })
  expect(uses).toEqual([['k1', 12, 2_000]])
  expect(log()).toMatchObject([
    { action: 'key.used-by-route', count: 12, actor: 'consumer:Shop', message: 'The key “Research” was put into 12 requests on “All”' },
  ])
  await batches.enter({ number: 9, events: [] })
  await batches.enter({ number: 10, events: [used] })
  expect(log()).toHaveLength(2)
})

test('a batch that could not be kept leaves nothing behind, and is kept when it comes again', async () => {
  const { batches, log, breakDown } = setUp()
  const used = event('key-used', { detail: { key: 'vault:k1' } })
  breakDown(true)
  await expect(batches.enter({ number: 3, events: [event('target-up'), used] })).rejects.toThrow('the disk is full')
  expect(log()).toEqual([])
  breakDown(false)
  await batches.enter({ number: 3, events: [event('target-up'), used] })
  expect(log()).toHaveLength(2)
})
