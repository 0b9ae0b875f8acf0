/** Access tokens against the whole console: what they open, when they stop, and what the log says of them. */
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { createLogger } from '../../ports/logger.ts'
import { everyProcedure } from '../../shared/contract/every-procedure.ts'
import type { DescribedProcedure } from '../../shared/contract/every-procedure.ts'
import { isOpenToTokens } from '../../shared/contract/procedure.ts'
import { permissions, permissionsOf, roleMay } from '../../shared/permissions.ts'
import type { Permission } from '../../shared/permissions.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { FirstRun, TestConsole } from '../test-kit/create-test-console.ts'
import { joinUser, stepUp } from '../test-kit/join-user.ts'
import { readLog } from '../test-kit/read-log.ts'
import type { Caller } from './console.ts'

let logged = ''
let console: TestConsole
let mara: FirstRun
/** Every token that was ever made or tried here: none may be found anywhere. */
const texts: string[] = []

const signInAgain = async () => {
  const step = await console.client().access.signIn({ name: 'mara', password: mara.password })
  if (step.kind !== 'code') throw new Error('expected to be asked for a code')
  const { token } = await console.client().access.submitCode({ ticket: step.ticket, code: mara.code() })
  mara = console.known({ ...mara, token })
  await freshCode()
}
const freshCode = () => stepUp(console, mara)
const program: Caller = { trusted: false, program: true, source: '127.0.0.1' }

beforeAll(async () => {
  console = await createTestConsole({ logger: createLogger('debug', { write: (line: string) => void (logged += line) }) })
  mara = await console.firstRun()
  await freshCode()
})
afterAll(() => console.end())

let made = 0
const makeToken = async (given: Partial<{ name: string; permissions: Permission[]; expiresInDays: number }> = {}) => {
  const granted = await mara.client.tokens.create({ name: `token ${++made}`, permissions: [...permissions], expiresInDays: 90, ...given })
  texts.push(granted.token)
  return granted
}

const ask = async (
  token: string,
  path: string,
  { method = 'GET', body, caller = program }: { method?: string; body?: object; caller?: Caller } = {},
) => {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const response = await console.core.fetch(new Request(`http://127.0.0.1${path}`, init), caller)
  const text = await response.text()
  expect(text).not.toContain(token)
  return { status: response.status, answer: JSON.parse(text) as { code?: string; message?: string; data?: { retryAfterMs?: number } } }
}

const outside = (sql: string) => {
  const database = new Sqlite(join(console.dataDirectory, 'gatehouse.db'))
  try {
    database.prepare(sql).run()
  } finally {
    database.close()
  }
}

const addressOf = ({ path }: DescribedProcedure) => `/api${path.replaceAll(/\{\w+\}/g, '019aa000-0000-7000-8000-00000000000f')}`

test('a token of no use is refused by every procedure there is, with a sentence', async () => {
  const { token } = await makeToken({ permissions: ['jobs:read'] })
  for (const one of everyProcedure) {
    const { name, method, meta } = one
    const { status, answer } = await ask(token, addressOf(one), { method, ...(method === 'POST' && { body: {} }) })
    expect([status, answer.code], name).toEqual([403, 'NOT_PERMITTED'])
    expect(answer.message, name).toMatch(
      isOpenToTokens(meta) ? /takes the permission/ : /^An access token may not do this: it .+ Do it in the console\.$/,
    )
  }
})

test('a token with every permission reads all that it may, and is never taken for somebody without a session', async () => {
  const { token } = await makeToken()
  for (const one of everyProcedure.filter(({ method }) => method === 'GET')) {
    const { status } = await ask(token, addressOf(one))
    expect(isOpenToTokens(one.meta) ? [200, 404, 422] : [403], one.name).toContain(status)
  }
})

test('a token opens /api for programs alone: neither /rpc, nor a page, nor a window', async () => {
  const { token } = await makeToken()
  const window: Caller = { trusted: true, source: 'desktop window' }
  expect((await ask(token, '/api/metrics/now')).status).toBe(200)
  expect(await ask(token, '/api/metrics/now', { caller: window })).toMatchObject({ status: 403, answer: { code: 'NOT_PERMITTED' } })
  expect(await ask(token, '/rpc/monitoring/now')).toMatchObject({ status: 403 })
  expect(await ask(token, '/rpc/access/state', { caller: window })).toMatchObject({ status: 403 })
})

test('what is not a token in force is refused and slowed, and a right one never waits', async () => {
  const { token } = await makeToken()
  const wrong = `${token.slice(0, -9)}${token.at(-9) === 'A' ? 'B' : 'A'}${token.slice(-8)}`
  texts.push(wrong)
  const waits: (string | undefined)[] = []
  for (let time = 0; time < 4; time++) {
    waits.push((await ask(wrong, '/api/metrics/now')).answer.code)
    expect((await ask(token, '/api/metrics/now')).status).toBe(200)
  }
  expect(waits).toEqual(['NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'TOO_MANY_ATTEMPTS', 'TOO_MANY_ATTEMPTS'])
  console.clock.advance(1000)
  expect((await ask(wrong, '/api/metrics/now')).answer.code).toBe('NOT_SIGNED_IN')
  const next = await ask(wrong, '/api/metrics/now')
  expect(next).toMatchObject({ status: 429, answer: { data: { retryAfterMs: 2000 } } })
  const entries = await readLog(mara.client, { actions: ['access-token.refused'] })
  expect(entries).toHaveLength(6)
  expect(entries[0]).toMatchObject({ outcome: 'refused', severity: 'low', actor: { kind: 'anonymous' }, target: null })
})

test('a token is refused from the moment on that it is revoked, and the log says by whom', async () => {
  const { token, made: shown } = await makeToken({ name: 'nightly report' })
  expect((await ask(token, '/api/metrics/now')).status).toBe(200)
  await mara.client.tokens.revoke({ id: shown.id })
  expect(await ask(token, '/api/metrics/now')).toMatchObject({ status: 401, answer: { message: 'This access token was revoked.' } })
  await expect(mara.client.tokens.revoke({ id: shown.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect((await mara.client.tokens.mine()).find(({ id }) => id === shown.id)).toMatchObject({ state: 'revoked', revokedBy: 'mara' })
  const [entry] = await readLog(mara.client, { actions: ['access-token.revoked'] })
  expect(entry).toMatchObject({ actor: { name: 'mara' }, message: expect.stringContaining('own access token “nightly report”') as string })
})

test('a token ends by itself, and says so', async () => {
  const { token } = await makeToken({ expiresInDays: 1 })
  console.clock.advance(24 * 3_600_000 - 1)
  expect((await ask(token, '/api/metrics/now')).status).toBe(200)
  console.clock.advance(1)
  for (let time = 0; time < 3; time++)
    expect(await ask(token, '/api/metrics/now')).toMatchObject({ status: 401, answer: { message: 'This access token has expired.' } })
  await signInAgain()
})

test('its use is noted at most once a minute', async () => {
  const { token, made: shown } = await makeToken({ expiresInDays: 1 })
  const lastUse = async () => (await mara.client.tokens.mine()).find(({ id }) => id === shown.id)
  expect((await lastUse())?.lastUsedAtMs).toBeNull()
  await ask(token, '/api/metrics/now')
  const firstMs = console.clock.now()
  expect(await lastUse()).toMatchObject({ lastUsedAtMs: firstMs, lastUsedFrom: '127.0.0.1' })
  console.clock.advance(59_000)
  await ask(token, '/api/metrics/now')
  expect((await lastUse())?.lastUsedAtMs).toBe(firstMs)
  console.clock.advance(1000)
  await ask(token, '/api/metrics/now')
  expect((await lastUse())?.lastUsedAtMs).toBe(firstMs + 60_000)
})

test('the status endpoints answer under their own addresses and under those of old', async () => {
  const { token } = await makeToken({ permissions: ['metrics:read', 'audit:read'] })
  const status = await ask(token, '/api/status')
  expect(status).toMatchObject({
    status: 200,
    answer: { version: '0.0.0-test', vault: { kind: 'open' }, guard: { kind: 'off' }, conditions: [] },
  })
  const { lastSequence } = await mara.client.audit.size()
  expect(await ask(token, '/api/security/status')).toMatchObject({
    answer: { threat: { level: expect.any(String) as string }, log: { lastSequence }, openIncidents: expect.any(Number) as number },
  })
  const log = await ask(token, '/api/security/audit-log?limit=3&severities[0]=medium')
  expect(log.answer).toEqual(await mara.client.audit.list({ limit: 3, severities: ['medium'] }))
  for (const path of ['performance/status', 'performance/metrics', 'performance/resource-usage', 'security/status', 'status'])
    expect((await ask(token, `/api/security-performance/${path}`)).status, path).toBe(200)
  for (const path of ['vault/keys', 'status/', 'security/audit-log/x'])
    expect((await ask(token, `/api/security-performance/${path}`)).status, path).toBe(404)
})

test('what is done with a token is entered under its user, and names the token', async () => {
  const { token, made: shown } = await makeToken({ name: 'deploy' })
  const board = { name: 'made by a program', panels: [] }
  expect((await ask(token, '/api/dashboards', { method: 'POST', body: board })).status).toBe(200)
  const [entry] = await readLog(mara.client, { actions: ['dashboard.created'] })
  expect(entry).toMatchObject({ actor: { kind: 'user', name: 'mara' }, source: '127.0.0.1' })
  const { detail } = await mara.client.audit.entry({ sequence: entry!.sequence })
  expect(detail).toMatchObject({ accessToken: { id: shown.id, name: 'deploy' } })
})

test('a token that may change settings does not change how people get in', async () => {
  const { token } = await makeToken({ permissions: ['settings:read', 'settings:write'] })
  const change = (key: string, value: unknown) => ask(token, '/api/settings/change', { method: 'POST', body: { key, value, version: 0 } })
  expect(await change('access.mfa.required', 'all-but-viewers')).toMatchObject({
    status: 403,
    answer: { message: expect.stringContaining('users:manage') as string },
  })
  expect((await change('metrics.everySeconds', 2)).status).toBe(200)
})

test('making one takes a fresh code, a name of its own, and no more than the role allows', async () => {
  await freshCode()
  await expect(makeToken({ name: 'deploy' })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'name' } })
  await expect(makeToken({ expiresInDays: 366 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(makeToken({ permissions: [] })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(makeToken({ permissions: Array<Permission>(1000).fill('jobs:read') })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  for (const name of ['a\u202eb', 'a\u0007b', 'a\nb', 'a\u2028b', '\u200b'])
    await expect(makeToken({ name }), JSON.stringify(name)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'name' } })
  console.clock.advance(5 * 60_000)
  await expect(makeToken()).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await freshCode()
})

test('a token of another user follows their role, and ends with whatever shuts them out', async () => {
  const ola = await joinUser(console, mara, { name: 'ola', role: 'operator' })
  console.clock.advance(30_000)
  await ola.client.access.stepUp({ code: ola.code() })
  const granted = permissionsOf('operator')
  await expect(ola.client.tokens.create({ name: 'x', permissions: ['vault:reveal'], expiresInDays: 1 })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'permissions' },
  })
  const { token, made: shown } = await ola.client.tokens.create({ name: 'ola’s script', permissions: granted, expiresInDays: 90 })
  texts.push(token)
  const status = async (path: string) => (await ask(token, path)).status
  const present = async () => {
    await stepUp(console, mara)
    return (await mara.client.users.list()).users.find(({ name }) => name === 'ola')!
  }
  expect([await status('/api/vault/keys'), await status('/api/audit/choices'), await status('/api/users')]).toEqual([200, 200, 403])
  const board = { method: 'POST', body: { name: 'by ola’s script', panels: [] } }
  expect((await ask(token, '/api/dashboards', board)).status).toBe(200)

  const { id, version } = await present()
  await mara.client.users.changeRole({ id, role: 'viewer', opensVault: false, version })
  expect(await ask(token, '/api/dashboards', board)).toMatchObject({
    status: 403,
    answer: { message: 'The role of its user (viewer) may not do this: it takes the permission alerts:write.' },
  })
  for (const one of everyProcedure.filter(({ meta }) => isOpenToTokens(meta))) {
    const answered = await ask(token, addressOf(one), { method: one.method, ...(one.method === 'POST' && { body: {} }) })
    // A viewer changes nothing, so that each call may be made in earnest.
    expect(answered.status === 403, one.name).toBe(!roleMay('viewer', one.meta.needs as Permission))
  }

  const before = await present()
  await mara.client.users.setDisabled({ id, disabled: true, version: before.version })
  expect(await ask(token, '/api/vault/keys')).toMatchObject({
    status: 401,
    answer: { message: 'The user of this access token is disabled.' },
  })
  await mara.client.users.setDisabled({ id, disabled: false, version: (await present()).version })
  expect(await status('/api/vault/keys')).toBe(200)

  await mara.client.users.resetPassword({ id, version: (await present()).version })
  expect(await ask(token, '/api/vault/keys')).toMatchObject({
    status: 401,
    answer: { message: expect.stringContaining('was reset') as string },
  })

  expect(await mara.client.tokens.ofUser({ userId: id })).toMatchObject([{ name: 'ola’s script', state: 'active' }])
  await expect(mara.client.tokens.revoke({ id: shown.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await mara.client.tokens.revokeOfUser({ userId: id, id: shown.id })
  expect(await ask(token, '/api/vault/keys')).toMatchObject({ status: 401, answer: { message: 'This access token was revoked.' } })
  const [entry] = await readLog(mara.client, { actions: ['access-token.revoked'] })
  expect(entry).toMatchObject({ message: expect.stringContaining('mara revoked ola’s access token') as string, target: { name: 'ola' } })
})

test('what another program writes into the row of its user grants a token nothing', async () => {
  const ida = await joinUser(console, mara, { name: 'ida', role: 'viewer' })
  console.clock.advance(30_000)
  await ida.client.access.stepUp({ code: ida.code() })
  const { token } = await ida.client.tokens.create({ name: 'reader', permissions: ['vault:list'], expiresInDays: 1 })
  texts.push(token)
  expect((await ask(token, '/api/vault/keys')).status).toBe(200)
  outside(`UPDATE user SET role = 'admin' WHERE name = 'ida'`)
  expect((await ask(token, '/api/vault/keys')).status).toBe(401)
})

test('while the vault is sealed no token holds, and that is no refusal of the token', async () => {
  const { token } = await makeToken()
  const refusals = async () => (await readLog(mara.client, { actions: ['access-token.refused'] })).length
  const before = await refusals()
  console.keychain.refuse('The keychain is locked.')
  await console.restart()
  expect(await ask(token, '/api/metrics/now')).toMatchObject({ status: 503, answer: { code: 'VAULT_UNAVAILABLE' } })
  console.keychain.refuse(null)
  await console.client().console.retryKeychain()
  expect((await ask(token, '/api/metrics/now')).status).toBe(200)
  expect(await refusals()).toBe(before)
})

test('no token stands in the log of the console, in the audit log, or in any file', async () => {
  await readLog(mara.client, {})
  const database = new Sqlite(join(console.dataDirectory, 'gatehouse.db'), { readonly: true })
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
  const all = tables.map((name) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all())).join('\n')
  database.close()
  expect(texts.length).toBeGreaterThan(5)
  for (const text of texts) {
    const secretPart = text.slice(24, -8)
    expect(all).not.toContain(secretPart)
    expect(logged).not.toContain(secretPart)
  }
})
