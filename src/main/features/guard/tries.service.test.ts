import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { setRole } from '../../test-kit/set-role.ts'

const request = { method: 'GET', path: '/orders?token=hush', headers: [{ name: 'host', value: 'shop.test' }] }
const neverStarted = () => {
  throw new Error('No guard may be started here.')
}

test('one decides and sends through a guard that runs, each is entered, and what was sent is marked in Traffic', async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const { client, name } = await console.firstRun()
  onTestFinished(async () => {
    const { process: guard } = await client.guard.state()
    if (guard.kind === 'running') process.kill(guard.pid, 'SIGKILL')
  })
  const service = await startGuardedService()
  await client.guard.edit({ revision: 0, edits: editsFor(service.url, { identity: 'optional' }) })
  await client.guard.start()
  await expect.poll(async () => (await client.guard.state()).servedRevision, { timeout: 20_000 }).toBe(1)
  const key = 'a-key-that-is-pasted'

  const decided = await client.guard.tryRequest({ request, as: { kind: 'key', key }, source: '192.0.2.7' })
  expect(decided.draft).toBe(null)
  expect(decided.now).toMatchObject({ route: 'all', source: '192.0.2.7', answer: null, sent: { target: service.url } })
  expect(service.got).toEqual([])

  const sent = await client.guard.tryRequest({ request: { ...request, method: 'POST', body: 'secret body' }, sends: true })
  expect(sent.now.answer).toMatchObject({ by: 'target', status: 200, body: 'hello' })
  expect(service.got).toHaveLength(1)
  await expect
    .poll(async () => (await client.traffic.list({ filter: {} })).requests, { timeout: 20_000 })
    .toMatchObject([{ id: sent.now.id, triedBy: name, method: 'POST', status: 200 }])
  expect((await client.traffic.request({ id: sent.now.id })).request.triedBy).toBe(name)

  // A change that would lock everybody out is seen before it is made.
  const put: PolicyEdit[] = [{ ...editsFor(service.url, { identity: 'required' })[2]! }]
  const drafted = await client.guard.tryRequest({ request, draft: { revision: 1, edits: put } })
  expect(drafted.now.stages.some(({ kind }) => kind === 'stopped')).toBe(false)
  expect(drafted.draft).toMatchObject({
    tried: { answer: { status: 401 } },
    sentences: ['The route “All” was changed: a key is needed'],
    warnings: ['Nobody could get in: every route needs a key and no consumer has one.'],
  })
  const { ports } = await client.guard.state()
  expect((await callGuard(ports.main!)).status).toBe(200)
  await expect(client.guard.tryRequest({ request, draft: { revision: 7, edits: put } })).rejects.toMatchObject({ code: 'CONFLICT' })

  const entries = (await readLog(client, { actions: ['guard.tried'] })).toReversed()
  expect(entries.map(({ message, severity }) => [message, severity])).toEqual([
    [`${name} asked what the guard decides: GET /orders with a key of theirs`, 'info'],
    [`${name} sent a request through the guard to try it: POST /orders without a key`, 'low'],
    [`${name} asked what the guard decides after a change: GET /orders without a key`, 'info'],
  ])
  expect(entries[1]!.requestId).toBe(sent.now.id)
  const whole = JSON.stringify(await Promise.all(entries.map(({ sequence }) => client.audit.entry({ sequence }))))
  for (const hidden of [key, 'hush', 'secret body']) expect(whole).not.toContain(hidden)

  await client.guard.stop()
  await expect(client.guard.tryRequest({ request })).rejects.toMatchObject({ code: 'BUSY' })
})

test('who may only read has the guard decide, and neither sends nor tries a change; what makes no sense is refused', async () => {
  const vault = await createTestVault({ startGuard: neverStarted })
  const { client } = vault
  await client.guard.edit({ revision: 0, edits: editsFor('http://127.0.0.1:3000') })
  const draft = { revision: 1, edits: [{ kind: 'set-pass-through' as const, on: true }] }
  const refused = { code: 'INVALID_INPUT' }
  await expect(client.guard.tryRequest({ request, sends: true, source: '10.0.0.1' })).rejects.toMatchObject(refused)
  await expect(client.guard.tryRequest({ request, sends: true, draft })).rejects.toMatchObject(refused)
  const authorised = { ...request, headers: [{ name: 'authorization', value: 'Bearer x' }] }
  await expect(client.guard.tryRequest({ request: authorised, as: { kind: 'key', key: 'x' } })).rejects.toMatchObject(refused)
  const stranger = { kind: 'consumer' as const, consumer: 'stranger' }
  await expect(client.guard.tryRequest({ request, as: stranger })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  for (const path of ['http://10.0.0.1/', '//10.0.0.1 /', 'orders', '/a\r\nx: y'])
    await expect(client.guard.tryRequest({ request: { ...request, path }, sends: true }), path).rejects.toMatchObject(refused)
  for (const name of ['transfer-encoding', 'content-length', 'upgrade'])
    await expect(client.guard.tryRequest({ request: { ...request, headers: [{ name, value: '5' }] } })).rejects.toMatchObject(refused)
  setRole(vault.console, 'viewer')
  const kept = { code: 'NOT_PERMITTED', data: { permission: 'guard:write' } }
  await expect(client.guard.tryRequest({ request, sends: true })).rejects.toMatchObject(kept)
  await expect(client.guard.tryRequest({ request, draft })).rejects.toMatchObject(kept)
  // It may, and there is no guard to decide.
  await expect(client.guard.tryRequest({ request })).rejects.toMatchObject({ code: 'BUSY' })
})
