/** What another program writes into rows of tokens, and that their end is told to whoever holds a stream open. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createLiveEvents } from '../../../ports/live-events.ts'
import type { CoreEvent } from '../../../ports/live-events.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { byOf, createTestAccess } from '../../test-kit/create-test-access.ts'
import type { TestAccess } from '../../test-kit/create-test-access.ts'
import type { OpenSession } from '../handlers.ts'
import { createAccessTokens } from './access-tokens.service.ts'
import type { AccessTokens } from './access-tokens.service.ts'

const dayMs = 24 * 3_600_000
let kit: TestAccess
let session: OpenSession
let tokens: AccessTokens
let told: CoreEvent[]

const start = () => {
  const events = createLiveEvents()
  told = []
  events.subscribe((event) => told.push(event))
  const { database, keys, clock, access } = kit
  tokens = createAccessTokens({
    database,
    keys,
    userIsRight: (row) => access.userIsRight(row),
    mustEnrol: (row) => access.mustEnrol(row),
    clock,
    events,
    ids: createIds(clock),
    logger: silentLogger,
    repeated: { append: async () => {} },
  })
}
const make = (name: string, expiresInDays: number) =>
  tokens.create(byOf(session), session, { name, permissions: ['audit:read'], expiresInDays })

beforeEach(async () => {
  kit = await createTestAccess()
  session = kit.session((await kit.firstRun()).grant.token)
  start()
})
afterEach(async () => {
  tokens.stop()
  await kit.end()
})

test('the end of one is told in its moment, once, and not that of another', async () => {
  await make('short', 1)
  await make('long', 2)
  told.length = 0
  kit.clock.advance(dayMs - 1)
  expect(told).toEqual([])
  kit.clock.advance(500)
  expect(told).toEqual([{ kind: 'session-changed', userId: session.user.id, sessionId: null }])
  kit.clock.advance(3_600_000)
  expect(told).toHaveLength(1)
})

test('one that ends while another is made is told all the same', async () => {
  await make('short', 1)
  told.length = 0
  kit.clock.setNow(kit.clock.now() + dayMs)
  const { token } = await make('next', 1)
  expect(told).toHaveLength(2)
  expect(tokens.identify(token).kind).toBe('token')
})

test('after a restart those that are in force are watched as before', async () => {
  await make('short', 1)
  tokens.stop()
  start()
  kit.clock.advance(dayMs)
  expect(told).toHaveLength(1)
})

test('that one is revoked is told at once, and only where it was', async () => {
  const { made } = await make('short', 1)
  told.length = 0
  await tokens.revoke(byOf(session), session.user.id, made.id)
  await expect(tokens.revoke(byOf(session), session.user.id, made.id)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(told).toEqual([{ kind: 'session-changed', userId: session.user.id, sessionId: null }])
})

test('what another program writes into the row of a token grants nothing, and is shown as that', async () => {
  const { token, made } = await make('short', 1)
  const { createdAtMs, expiresAtMs } = made
  const rightly = `permissions = '["audit:read"]', expires_at_ms = ${expiresAtMs}, created_at_ms = ${createdAtMs}, row_seal = replace(row_seal, 'x', '')`
  for (const change of [
    `permissions = '["vault:list"]'`,
    'expires_at_ms = expires_at_ms + 1',
    'created_at_ms = 0',
    `row_seal = row_seal || 'x'`,
  ]) {
    await kit.tamper(`UPDATE access_token SET ${change}`)
    expect(tokens.identify(token), change).toMatchObject({ error: { message: expect.stringContaining('not Gatehouse') as string } })
    expect(tokens.listOf(session.user.id), change).toMatchObject([{ state: 'tampered' }])
    await kit.tamper(`UPDATE access_token SET ${rightly}`)
    expect(tokens.identify(token).kind).toBe('token')
  }
  await kit.tamper(`UPDATE access_token SET permissions = 'no list'`)
  expect(tokens.listOf(session.user.id)).toMatchObject([{ state: 'tampered', permissions: [] }])
})

test('the row of a revoked token, put back as it was before, opens nothing', async () => {
  const { token, made } = await make('short', 1)
  const before = kit.database.read((db) => db.get<{ seal: string }>('SELECT row_seal AS seal FROM access_token'))!
  await tokens.revoke(byOf(session), session.user.id, made.id)
  await kit.tamper(`UPDATE access_token SET revoked_at_ms = NULL, revoked_by = NULL, row_seal = '${before.seal}'`)
  expect(tokens.identify(token).kind).toBe('refused')
})
