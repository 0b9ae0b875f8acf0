/** A program with an access token over real HTTP: with curl, as the README says, and as an attacker would try. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { permissions } from '../../shared/permissions.ts'
import type { Permission } from '../../shared/permissions.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { FirstRun, TestConsole } from '../test-kit/create-test-console.ts'
import { createFakeConsole, knownAccessToken } from '../test-kit/fake-console.ts'
import { readLog } from '../test-kit/read-log.ts'
import { createListener } from './listener.ts'
import type { Listener } from './listener.ts'
import { createTokenSet } from './token-set.ts'

const run = promisify(execFile)

let console: TestConsole
let mara: FirstRun
let listener: Listener
let address: string

const listenerFor = (core: Parameters<typeof createListener>[0]['console']): Listener => {
  const { clock } = console
  const ids = createIds(clock)
  const links = createTokenSet({ clock, ids, capacity: 1 })
  return createListener({ console: core, links, hostTokens: createTokenSet({ clock, ids, capacity: 1 }), clock, ids, logger: silentLogger })
}

beforeAll(async () => {
  console = await createTestConsole()
  mara = await console.firstRun()
  console.clock.advance(30_000)
  await mara.client.access.stepUp({ code: mara.code() })
  listener = listenerFor(console.core)
  address = `http://127.0.0.1:${await listener.listen(0)}`
})
afterAll(async () => {
  const closed = listener.close(0)
  console.clock.advance(1)
  await closed
  await console.end()
})

const makeToken = async (granted: readonly Permission[], name = granted.join(' ').slice(0, 60)) =>
  mara.client.tokens.create({ name, permissions: [...granted], expiresInDays: 1 })

/** With the token on standard input, as the README has it: an argument can be read by every program of the machine. */
const curl = async (token: string, ...args: string[]) => {
  const running = run('curl', ['-sS', '--config', '-', '-w', '\n%{http_code}', ...args], { maxBuffer: 64 * 1024 * 1024 })
  running.child.stdin!.end(`header = "Authorization: Bearer ${token}"\n`)
  const { stdout } = await running
  const end = stdout.lastIndexOf('\n')
  return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, end) }
}

test('curl reads and writes with a token, and is told in a sentence what it may not', async () => {
  const { token } = await makeToken(['audit:read', 'alerts:write'])
  const entries = await curl(token, `${address}/api/audit/entries?limit=2`)
  expect(entries.status).toBe(200)
  expect(JSON.parse(entries.text)).toMatchObject({ entries: [{ action: 'access-token.created' }, {}] })
  const json = ['-H', 'Content-Type: application/json', '-d']
  expect(await curl(token, ...json, '{"name":"by curl","panels":[]}', `${address}/api/dashboards`)).toMatchObject({ status: 200 })
  const refused = await curl(token, `${address}/api/vault/keys`)
  expect(refused.status).toBe(403)
  expect(JSON.parse(refused.text)).toMatchObject({ code: 'NOT_PERMITTED', data: { permission: 'vault:list' } })
  const [entry] = await readLog(mara.client, { actions: ['dashboard.created'] })
  expect(entry).toMatchObject({ actor: { name: 'mara' }, source: '127.0.0.1' })
})

test('what a browser sends with everything closes the door, also to the right token', async () => {
  const { token } = await makeToken(permissions, 'in a page')
  for (const header of ['Origin: null', `Origin: ${address}`, 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Dest: empty'])
    expect(await curl(token, '-H', header, `${address}/api/status`), header).toMatchObject({ status: 403 })
  expect(await curl(token, '-H', 'Host: evil.example', `${address}/api/status`)).toMatchObject({ status: 421 })
  expect(await curl(token, '-X', 'OPTIONS', `${address}/api/status`)).toMatchObject({ status: 405 })
  for (const path of ['/rpc/status/status', '/', '/download/x', '/host/exchange'])
    expect((await curl(token, `${address}${path}`)).status, path).toBe(403)
  expect(await curl(token, `${address}/api/status`)).toMatchObject({ status: 200 })
})

test('the fetch of Node is no browser', async () => {
  const { token } = await makeToken(['metrics:read'], 'a script of Node')
  const answer = await fetch(`${address}/api/performance/resource-usage`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ machine: {}, console: {} })
})

test('a revoked token is refused on the next call, and a wrong one by a 401', async () => {
  const { token, made } = await makeToken(['metrics:read'], 'to be revoked')
  expect((await curl(token, `${address}/api/openapi.json`)).status).toBe(200)
  await mara.client.tokens.revoke({ id: made.id })
  for (const path of ['/api/openapi.json', '/api/status']) {
    const refused = await curl(token, '-i', `${address}${path}`)
    expect(refused.status).toBe(401)
    expect(refused.text).toMatch(/^www-authenticate: Bearer\r?$/m)
    expect(refused.text).toContain('This access token was revoked.')
    for (const text of [token.slice(0, -1), 'gatehouse_pat_x']) expect([401, 429]).toContain((await curl(text, `${address}${path}`)).status)
  }
})

test('the commands of the README do what it says', async () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, section = ''] = readme.split('## From your own programs\n')
  const script = /```sh\n([^`]*)```/.exec(section)?.[1] ?? ''
  expect(script.match(/^gatehouse /gm)?.length).toBeGreaterThan(3)
  const { token } = await makeToken(['metrics:read', 'audit:read', 'alerts:write'], 'readme')
  const { stdout } = await run('sh', ['-eu', '-c', script.replaceAll('http://127.0.0.1:4280', address)], {
    env: { ...process.env, GATEHOUSE_TOKEN: token },
    cwd: console.dataDirectory,
    maxBuffer: 64 * 1024 * 1024,
  })
  for (const word of ['"verdict"', '"entries"', '"name":"Made by curl"', '"openapi":"3.1']) expect(stdout).toContain(word)
  expect(script).not.toMatch(/Bearer (?!%s)/)
})

test('what is sent with a token that nobody knows is not even read', async () => {
  const core = createFakeConsole(async (request, caller) => Response.json({ got: (await request.text()).length, ...caller }))
  const other = listenerFor(core)
  const there = `http://127.0.0.1:${await other.listen(0)}`
  const body = ['-H', 'Content-Type: application/json', '-d', '{"a":1}', `${there}/api/x`]
  const seen = { trusted: false, program: true, source: '127.0.0.1' }
  expect(JSON.parse((await curl(knownAccessToken, ...body)).text)).toEqual({ got: 7, ...seen })
  expect(JSON.parse((await curl(`${knownAccessToken}-not`, ...body)).text)).toEqual({ got: 0, ...seen })
  const closed = other.close(0)
  console.clock.advance(1)
  await closed
})
