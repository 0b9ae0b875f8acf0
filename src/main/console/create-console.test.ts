/** The console as a whole: from first run to the log, through one function from request to response. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import type { VerifyEvent } from '../../shared/contract/audit.ts'
import type { LiveEvent } from '../../shared/contract/live.ts'
import { createTestConsole } from '../test-kit/create-test-console.ts'
import type { Client, TestConsole } from '../test-kit/create-test-console.ts'
import { readActs } from '../test-kit/read-log.ts'
import { StartRefused } from './console.ts'
import { securityHeaders } from './security-headers.ts'

const open: TestConsole[] = []
const start = async (changes?: Parameters<typeof createTestConsole>[0]) => {
  const console = await createTestConsole(changes)
  open.push(console)
  return console
}
afterEach(async () => {
  for (const console of open.splice(0)) await console.end()
})

const actionsOf = async (client: Client) => (await readActs(client)).map((entry) => entry.action)
const verdictOf = async (client: Client) => {
  let last: VerifyEvent | undefined
  for await (const event of await client.audit.verify()) last = event
  return last?.kind === 'verdict' ? last.verdict : null
}

test("first run leaves a protected administrator and one's own acts in the log, in order, and the log proves itself", async () => {
  const { client, firstRun } = await start()
  expect(await client().access.state()).toMatchObject({ firstRun: true, session: { kind: 'none' } })
  const mara = await firstRun()
  expect(await client(mara.token).access.state()).toMatchObject({
    firstRun: false,
    session: { kind: 'open', user: { name: 'mara', role: 'admin' } },
  })
  expect((await actionsOf(mara.client)).toReversed()).toEqual(['console.started', 'user.created', 'mfa.enrolled', 'session.opened'])
  expect(await verdictOf(mara.client)).toMatchObject({ intact: true, broken: null, checked: 4 })
})

test('after a restart the vault opens from the keychain, the session goes on, and every entry is covered by a signed head', async () => {
  const console = await start()
  const mara = await console.firstRun()
  await console.restart()
  expect((await mara.client.console.status()).vault).toEqual({ kind: 'open' })
  const verdict = await verdictOf(mara.client)
  expect(verdict).toMatchObject({ intact: true, keptIn: ['log-head.json', 'the keychain'] })
  expect(verdict?.head?.sequence).toBeGreaterThanOrEqual(5)
  expect(await actionsOf(mara.client)).toContain('console.stopped')
})

test('the newest signed head is kept in the state directory too, or in the file that is named', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
  const headFile = join(directory, 'named', 'head.json')
  try {
    const console = await start({ stateDirectory: join(directory, 'state') })
    const mara = await console.firstRun()
    await console.restart()
    const [name, ...others] = readdirSync(join(directory, 'state'))
    expect(others).toEqual([])
    expect(name).toMatch(/^log-head-[0-9a-f-]{36}\.json$/)
    const elsewhere = join(directory, 'state', name!)
    expect((await verdictOf(mara.client))?.keptIn).toEqual(['log-head.json', elsewhere, 'the keychain'])
    await console.restart({ headFile })
    expect((await verdictOf(mara.client))?.keptIn).toEqual(['log-head.json', 'the keychain'])
    await console.core.stop()
    expect(readFileSync(headFile, 'utf8')).toBe(readFileSync(join(console.dataDirectory, 'log-head.json'), 'utf8'))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

test('an entry edited from outside is found and named', async () => {
  const console = await start()
  const mara = await console.firstRun()
  const outside = new Sqlite(join(console.dataDirectory, 'gatehouse.db'))
  outside.exec("DROP TRIGGER log_entry_no_update; UPDATE log_entry SET message = 'nothing happened' WHERE sequence = 3")
  outside.close()
  expect(await verdictOf(mara.client)).toMatchObject({ intact: false, broken: { kind: 'changed', sequence: 3 } })
  expect((await mara.client.audit.entry({ sequence: 3 })).proof.state).toBe('broken')
})

test('the live feed tells the newest entry, and ends within the same breath as a lock', async () => {
  const { firstRun, clock } = await start()
  const mara = await firstRun()
  const feed = await mara.client.live({ topics: ['audit'] })
  const first = (await feed.next()) as IteratorResult<LiveEvent>
  expect(first.value).toEqual({ topic: 'audit', lastSequence: 4 })
  const rest = (async () => {
    for await (const event of feed) expect(event.topic).toBe('audit')
  })()
  clock.advance(1000)
  await mara.client.access.lock({})
  await expect(rest).rejects.toMatchObject({ code: 'SESSION_LOCKED' })
})

test('a keychain that is locked at the next start is a state with a way back, not an end', async () => {
  const console = await start()
  const mara = await console.firstRun()
  await mara.client.access.signOut()
  console.keychain.refuse('The keychain is locked.')
  await console.restart()
  const anonymous = console.client()
  expect((await anonymous.console.status()).vault).toEqual({ kind: 'unavailable', reason: 'The keychain is locked.' })
  await expect(anonymous.access.signIn({ name: 'mara', password: mara.password })).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' })
  console.keychain.refuse(null)
  expect((await anonymous.console.retryKeychain()).vault).toEqual({ kind: 'open' })
  expect(await anonymous.access.signIn({ name: 'mara', password: mara.password })).toMatchObject({ kind: 'code' })
})

test('without any keychain the vault is sealed after a start and opens with the first sign-in', async () => {
  const console = await start()
  console.keychain.refuse('This machine has no keychain.')
  const mara = await console.firstRun()
  expect(await mara.client.console.status()).toMatchObject({ masterKeyPlace: 'slots', vault: { kind: 'open' } })
  await console.restart()
  expect((await console.client().console.status()).vault).toEqual({ kind: 'sealed' })
  console.clock.advance(60_000)
  const step = await console.client().access.signIn({ name: 'mara', password: mara.password })
  if (step.kind !== 'code') throw new Error('expected to be asked for a code')
  expect((await console.client().console.status()).vault).toEqual({ kind: 'sealed' })
  await console.client().access.submitCode({ ticket: step.ticket, code: mara.code() })
  expect((await console.client().console.status()).vault).toEqual({ kind: 'open' })
})

test('a key in the environment is used and taken out of it at once', async () => {
  const environment: NodeJS.ProcessEnv = { GATEHOUSE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
  const console = await start({ environment })
  expect(environment).toEqual({})
  const mara = await console.firstRun()
  expect((await mara.client.console.status()).masterKeyPlace).toBe('environment')
  expect(console.keychain.entries.size).toBe(0)
  await console.restart()
  expect((await mara.client.console.status()).vault).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringContaining('GATEHOUSE_MASTER_KEY') as string,
  })
})

const refusal = async (changes: Parameters<typeof createTestConsole>[0]) => {
  const error: unknown = await createTestConsole(changes).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartRefused)
  return error as StartRefused
}

test('a second console on the same directory is refused as running', async () => {
  const { dataDirectory } = await start()
  expect((await refusal({ dataDirectory })).reason).toBe('running')
})

test('a database from a newer version, and one that is damaged, are refused and left untouched', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-refused-'))
  const path = join(directory, 'gatehouse.db')
  const newer = new Sqlite(path)
  newer.pragma('user_version = 999')
  newer.close()
  expect((await refusal({ dataDirectory: directory })).reason).toBe('newer-database')
  writeFileSync(path, 'this is no database at all, but long enough to be taken for one. '.repeat(100))
  const before = readFileSync(path)
  const refused = await refusal({ dataDirectory: directory })
  expect(refused.reason).toBe('corrupt-database')
  expect(refused.message).toContain('left untouched')
  expect(readFileSync(path).equals(before)).toBe(true)
  rmSync(directory, { recursive: true })
})

test('a setting that cannot stand, and a master key that is none, refuse the start with a sentence', async () => {
  const setting = await refusal({ environment: { GATEHOUSE_SETTING_ACCESS_PASSWORD_MIN_LENGTH: '3' } })
  expect(setting).toMatchObject({ reason: 'bad-configuration', message: expect.stringContaining('from 12 to 64 characters') as string })
  const key = await refusal({ environment: { GATEHOUSE_MASTER_KEY: 'hello' } })
  expect(key).toMatchObject({ reason: 'bad-configuration', message: expect.stringContaining('32 bytes in base64') as string })
})

test.skipIf(process.platform === 'win32')('everything in the data directory belongs to its owner alone', async () => {
  const { dataDirectory, firstRun } = await start()
  await firstRun()
  expect(statSync(dataDirectory).mode & 0o777).toBe(0o700)
  for (const name of ['gatehouse.db', 'gatehouse.db-wal', 'console.lock', 'reserve'])
    expect(statSync(join(dataDirectory, name)).mode & 0o077, name).toBe(0)
})

test('a data directory that is a file cannot be used, and says so', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-refused-'))
  mkdirSync(join(directory, 'inside'))
  const file = join(directory, 'inside', 'file')
  writeFileSync(file, '')
  expect((await refusal({ dataDirectory: file })).reason).toBe('read-only')
  expect(existsSync(file)).toBe(true)
  rmSync(directory, { recursive: true })
})

test('every answer carries the security headers and a request id; answers of the API are kept by nobody', async () => {
  const { core } = await start()
  const caller = { trusted: true, source: '127.0.0.1' }
  for (const path of ['/', '/audit', '/rpc/access/state', '/api/access/state', '/api/openapi.json', '/download/none', '/none.js']) {
    const response = await core.fetch(new Request(`http://127.0.0.1${path}`), caller)
    for (const [name, value] of Object.entries(securityHeaders)) expect(response.headers.get(name), `${path} ${name}`).toBe(value)
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    if (/^\/(rpc|api|download)/.test(path)) expect(response.headers.get('cache-control'), path).toBe('no-store')
  }
})

test('the REST interface answers what RPC answers, with the same refusals', async () => {
  const { core, firstRun, clock } = await start()
  const mara = await firstRun()
  const ask = (path: string, token: string | null, trusted = true) =>
    core.fetch(new Request(`http://127.0.0.1/api${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} }), {
      trusted,
      source: '127.0.0.1',
    })
  const listed = async () => {
    const { entries } = (await (await ask('/audit/entries?limit=2', mara.token)).json()) as { entries: { action: string }[] }
    return entries.map((entry) => entry.action)
  }
  // On a busy machine one answer may hold less than its limit.
  await expect.poll(listed).toEqual(['session.opened', 'mfa.enrolled'])
  const entry = (await (await ask('/audit/entries/2', mara.token)).json()) as { entry: { action: string; atMs: number } }
  expect(entry.entry).toMatchObject({ action: 'user.created', atMs: clock.now() })
  expect((await ask('/audit/entries', null)).status).toBe(401)
  expect((await ask('/audit/entries', mara.token, false)).status).toBe(401)
  expect((await ask('/audit/entries/99', mara.token)).status).toBe(404)
  const bad = await ask('/audit/entries?limit=1000', mara.token)
  expect(bad.status).toBe(422)
  expect(await bad.json()).toMatchObject({ code: 'INVALID_INPUT', data: { field: 'limit' } })
})

test('what a host tells is entered: a spent link as high', async () => {
  const { core, firstRun } = await start()
  const mara = await firstRun()
  core.noteHostEvent({ kind: 'link-reused', source: '127.0.0.1' })
  await mara.client.access.noteInput()
  await mara.client.account.mine()
  await expect
    .poll(async () => (await readActs(mara.client))[0])
    .toMatchObject({ action: 'link.refused', severity: 'high', outcome: 'refused' })
})

test('a bug answers with one sentence and the id of the request, and nothing of its cause', async () => {
  const errors: object[] = []
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: (fields: object) => void errors.push(fields) }
  const console = await start({ logger })
  const mara = await console.firstRun()
  const outside = new Sqlite(join(console.dataDirectory, 'gatehouse.db'))
  outside.pragma('foreign_keys = OFF')
  outside.exec('ALTER TABLE log_hour RENAME TO log_hour_gone')
  outside.close()
  const error = await mara.client.audit.list({ fromMs: 1 }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'INTERNAL_ERROR', data: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string } })
  expect(JSON.stringify(error)).not.toContain('log_hour')
  expect(errors.length).toBeGreaterThan(0)
})
