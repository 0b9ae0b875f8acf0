import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { limitSchema, routeSchema } from '../../../shared/policy.ts'
import type { By } from '../../database/database.ts'
import { editsFor } from '../../test-kit/any-guarded-service.ts'
import { openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createPolicies } from './policies.service.ts'
import { changesBefore, dropOldPolicies } from './policy.store.ts'

const byMara: By = { actor: { kind: 'user', id: 'u1', name: 'mara' }, source: '127.0.0.1', requestId: null }
const shop: PolicyEdit = {
  kind: 'put-consumer',
  consumer: { id: 'shop', name: 'Shop', enabled: true, role: 'api_user', scopes: [], networks: [], certificates: [] },
}
const passThrough = (on: boolean): PolicyEdit => ({ kind: 'set-pass-through', on })

const setUp = () => {
  const opened = openTestDatabase()
  let changed = 0
  const make = () =>
    createPolicies({
      database: opened.database,
      clock: opened.clock,
      ids: createIds(opened.clock),
      logger: silentLogger,
      knowsKey: () => true,
      onChanged: () => (changed += 1),
    })
  const log = () =>
    opened.database.read((db) =>
      db.all<{ action: string; severity: number; message: string; detail: string }>(
        'SELECT text AS action, severity, message, detail FROM log_entry JOIN log_text ON log_text.id = action ORDER BY sequence',
      ),
    )
  return { ...opened, policies: make(), again: make, log, changes: () => changed }
}

const admin = { rights: 'admin' as const, steppedUpUntilMs: null }

test('edits are kept with an entry each, are told as one change, and are there after a restart', async () => {
  const { policies, again, log, changes } = setUp()
  expect(policies.current()).toMatchObject({ revision: 0, routes: [], passThrough: false })
  expect(await policies.edit(byMara, admin, 0, editsFor('http://127.0.0.1:3000'))).toEqual({ revision: 1, warnings: [] })
  expect(await policies.edit(byMara, admin, 1, [passThrough(true)])).toEqual({
    revision: 2,
    warnings: ['Pass-through refuses nothing: no key, network or limit holds any one back.'],
  })
  expect(log().map(({ action, severity, message }) => [action, severity, message])).toEqual([
    ['guard.policy-changed', 1, 'The guard listens on 127.0.0.1:any free port'],
    ['guard.policy-changed', 1, 'The upstream “API” was added: http://127.0.0.1:3000'],
    ['guard.policy-changed', 1, 'The route “All” was added: every path to “API”'],
    ['guard.policy-changed', 3, 'Pass-through was turned on: the guard tells what it would refuse, and refuses nothing'],
  ])
  expect(changes()).toBe(2)
  expect(again().current()).toEqual(policies.current())
  expect(policies.history(null)).toMatchObject([
    { revision: 2, actorName: 'mara' },
    { revision: 1, sentences: [expect.any(String), expect.any(String), 'The route “All” was added: every path to “API”'] },
  ])
  expect(policies.history(2)).toMatchObject([{ revision: 1 }])
})

test('what is not good, stale or no change is kept and entered nowhere', async () => {
  const { policies, log, changes } = setUp()
  await policies.edit(byMara, admin, 0, [shop])
  const before = log().length
  await expect(policies.edit(byMara, admin, 0, [passThrough(true)])).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(() => policies.check(0, [passThrough(true)])).toThrow('changed elsewhere')
  expect(await policies.edit(byMara, admin, 1, [shop])).toEqual({ revision: 1, warnings: [] })
  const lost: PolicyEdit = { kind: 'put-route', route: routeSchema.parse({ id: 'r', name: 'R', upstream: 'none' }), before: null }
  await expect(policies.edit(byMara, admin, 1, [lost])).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: 'routes.0.upstream: there is no upstream none.',
    data: { field: 'routes.0.upstream' },
  })
  expect(policies.check(1, [lost])).toMatchObject({ faults: [{ path: 'routes.0.upstream' }], sentences: [] })
  expect(policies.check(1, [passThrough(true)])).toMatchObject({
    faults: [],
    warnings: [expect.any(String)],
    sentences: [expect.any(String)],
  })
  expect([policies.current().revision, log().length, changes()]).toEqual([1, before, 1])
})

test('two who edit at once cannot both win', async () => {
  const { policies } = setUp()
  const both = await Promise.allSettled([policies.edit(byMara, admin, 0, [shop]), policies.edit(byMara, admin, 0, [passThrough(true)])])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(policies.current()).toMatchObject({ revision: 1, passThrough: false })
})

test('another console that wrote meanwhile is a conflict, and nothing is written', async () => {
  const { policies, again, log } = setUp()
  const other = again()
  await other.edit(byMara, admin, 0, [shop])
  const before = log().length
  await expect(policies.edit(byMara, admin, 0, [passThrough(true)])).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(log()).toHaveLength(before)
})

test('a key of an upstream that is written into the policy is refused, and never repeated', async () => {
  const { policies, path } = setUp()
  const error = await policies
    .edit(byMara, admin, 0, editsFor('http://127.0.0.1:3000', { injectKeys: [{ header: 'authorization', secret: 'sk-live-hush' }] }))
    .catch((thrown: unknown) => thrown as Error)
  expect(error).toMatchObject({ code: 'INVALID_INPUT', data: { field: 'routes.0.settings.injectKeys.0.secret' } })
  expect(JSON.stringify(error) + (error as Error).message).not.toContain('hush')
  expect(readFileSync(path, 'latin1')).not.toContain('hush')
})

test('a key is answered in full once, and only its hash is kept', async () => {
  const { policies, log, directory } = setUp()
  await policies.edit(byMara, admin, 0, [shop])
  const { key, kept, revision } = await policies.issueKey(byMara, 'shop', { scopes: null, expiresAtMs: null })
  expect(key).toMatch(/^gh_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}$/)
  expect(policies.current().consumers[0]!.keys).toEqual([{ ...kept, hash: hash('sha256', key) }])
  expect(revision).toBe(2)
  expect(kept).not.toHaveProperty('hash')
  const secret = key.slice(12)
  expect(JSON.stringify([policies.current(), policies.history(null), log()])).not.toContain(secret)
  expect(readFileSync(`${directory}/gatehouse.db`, 'latin1')).not.toContain(secret)
  expect(log().at(-1)).toMatchObject({
    action: 'consumer-key.issued',
    severity: 2,
    message: `A key gh_${kept.prefix}… was issued to the consumer “Shop”`,
  })
  await expect(policies.issueKey(byMara, 'nobody', { scopes: null, expiresAtMs: null })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(policies.issueKey(byMara, 'shop', { scopes: null, expiresAtMs: 1 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('an earlier policy is served by again, but no key that was revoked comes back, and none that was issued is lost', async () => {
  const { policies, log } = setUp()
  await policies.edit(byMara, admin, 0, [shop])
  const leaked = await policies.issueKey(byMara, 'shop', { scopes: null, expiresAtMs: null })
  const limit = limitSchema.parse({ id: 'few', name: 'Few', layer: 'source', limit: 10, perMs: 60_000 })
  await policies.edit(byMara, admin, leaked.revision, [{ kind: 'put-limit', limit }])
  await policies.revokeKey(byMara, 'shop', leaked.kept.id)
  const later = await policies.issueKey(byMara, 'shop', { scopes: null, expiresAtMs: null })
  expect(log().at(-2)).toMatchObject({ action: 'consumer-key.revoked' })
  await expect(policies.revokeKey(byMara, 'shop', leaked.kept.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const { revision } = await policies.restore(byMara, admin, later.revision, leaked.revision)
  expect(policies.current()).toMatchObject({ revision, limits: [] })
  expect(policies.current().consumers[0]!.keys.map(({ id }) => id)).toEqual([later.kept.id])
  expect(policies.history(null)[0]!.sentences).toEqual([
    `The policy of revision ${leaked.revision} is served by again`,
    'The limit “Few” was removed: 10 in 1 min of each address',
  ])
  // Of a consumer that was removed by mistake the good keys come back, and the revoked one does not.
  const gone = await policies.edit(byMara, admin, revision, [{ kind: 'remove-consumer', id: 'shop' }])
  const back = await policies.restore(byMara, admin, gone.revision, leaked.revision)
  expect(policies.current().consumers[0]!.keys).toEqual([])
  await policies.restore(byMara, admin, back.revision, revision)
  expect(policies.current().consumers[0]!.keys).toEqual([])
  await expect(policies.restore(byMara, admin, policies.current().revision, 999)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(policies.restore(byMara, admin, 1, 0)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a change of a thousand parts is a few entries, and the history stays readable', async () => {
  const { policies, log } = setUp()
  await policies.edit(byMara, admin, 0, editsFor('http://127.0.0.1:3000'))
  let { revision } = policies.current()
  for (let batch = 0; batch < 6; batch += 1) {
    const edits = Array.from({ length: 50 }, (_, at): PolicyEdit => {
      const name = `Route ${batch}-${at}`
      const route = routeSchema.parse({
        id: `r${batch}-${at}`,
        name,
        upstream: 'api',
        match: { path: { kind: 'exact', value: `/${name}` } },
      })
      return { kind: 'put-route', route, before: null }
    })
    ;({ revision } = await policies.edit(byMara, admin, revision, edits))
  }
  const before = log().length
  await policies.restore(byMara, admin, revision, 1)
  expect(policies.current().routes).toHaveLength(1)
  expect(log().slice(before)).toHaveLength(30)
  expect(log().at(-1)!.message).toBe('272 more parts of the policy were changed')
  expect(policies.history(null)[0]!.sentences).toHaveLength(200)
})

test('of old policies so many are kept, and no more bytes than may be; the newest always', async () => {
  const { policies, database } = setUp()
  for (let revision = 0; revision < 5; revision += 1) await policies.edit(byMara, admin, revision, [passThrough(revision % 2 === 0)])
  const kept = () => database.read((db) => changesBefore(db, 1_000, 10)).map(({ revision }) => revision)
  const drop = (count: number, bytes: number) =>
    database.change(byMara, { action: 'test.dropped', message: 'Dropped' }, (tx) => dropOldPolicies(tx, count, bytes))
  await drop(3, 1_000_000)
  expect(kept()).toEqual([5, 4, 3])
  await drop(3, 1)
  expect(kept()).toEqual([5])
})
