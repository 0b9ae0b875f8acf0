import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { telemetrySchema } from '../../../shared/telemetry-settings.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createTestVault } from '../../test-kit/create-test-vault.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { setRole } from '../../test-kit/set-role.ts'

const patient = { timeout: 20_000 }
const settings = (url: string, more: object = {}) => telemetrySchema.parse({ url, traces: { ratio: 1 }, ...more })

test('a guard of the console tells a collector, with a key of the vault, and each request knows its trace', async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const mara = await console.firstRun()
  const { client } = mara
  const service = await startGuardedService()
  const collector = await startHttpReceiver({ answer: () => ({ status: 200, text: '{}' }) })
  const { id } = await client.vault.add({ label: 'Collector', text: 'sesame-open-now' })
  const telemetry = settings(collector.url, {
    headers: [{ header: 'authorization', template: 'Bearer {key}', secret: `vault:${id}` }],
    metrics: { everyMs: 1_000 },
  })
  const edits = [...editsFor(service.url), { kind: 'set-telemetry' as const, telemetry }]
  await expect(client.guard.tryTelemetry()).rejects.toMatchObject({ code: 'CONFLICT' })
  // A key that is sent to a collector is as good as revealed to whoever runs it.
  await expect(client.guard.edit({ revision: 0, edits })).rejects.toMatchObject({ code: 'STEP_UP_REQUIRED' })
  await client.access.stepUp({ code: mara.code(1) })
  await client.guard.edit({ revision: 0, edits })
  await expect(client.guard.tryTelemetry()).rejects.toMatchObject({ code: 'BUSY' })
  await client.guard.start()
  let port = 0
  await expect.poll(async () => (port = (await client.guard.state()).ports['main'] ?? 0), patient).toBeGreaterThan(0)
  expect((await callGuard(port)).status).toBe(200)

  const pathsOf = () => new Set(collector.received.map(({ path }) => path))
  await expect.poll(pathsOf, patient).toEqual(new Set(['/v1/traces', '/v1/metrics']))
  expect(collector.received[0]!.headers).toMatchObject({ authorization: 'Bearer sesame-open-now', 'content-encoding': 'gzip' })
  await expect
    .poll(async () => (await client.guard.state()).telemetry, patient)
    .toMatchObject({
      traces: { sent: 2, dropped: 0, problem: null },
      metrics: { problem: null },
    })
  const list = async () => (await client.traffic.list({ filter: {} })).requests
  await expect.poll(list, patient).toHaveLength(1)
  const [request] = await list()
  const { traceparent } = service.got[0]!
  expect(request!.trace).toEqual({ id: String(traceparent).split('-')[1], told: true })
  expect((await client.traffic.request({ id: request!.id })).request.trace).toEqual(request!.trace)

  expect(await client.guard.tryTelemetry()).toMatchObject([
    { signal: 'traces', taken: true },
    { signal: 'metrics', taken: true },
  ])
  const told = await readLog(client, { actions: ['guard.telemetry-tried', 'guard.policy-changed'] })
  expect(told.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      `${mara.name} sent a test by OpenTelemetry to ${collector.url}`,
      expect.stringMatching(/^Sent by OpenTelemetry: to http:\/\/127.+with a key of the vault.*; 100 % of traces/),
    ]),
  )
  expect(JSON.stringify([told, await client.guard.policy(), await client.guard.state()])).not.toContain('sesame')
  await client.guard.stop()
})

test('who may only read has nothing sent, and what no policy may say is refused', async () => {
  const vault = await createTestVault({
    startGuard: () => {
      throw new Error('No guard may be started here.')
    },
  })
  const { client } = vault
  const edit = (telemetry: unknown) => ({ revision: 0, edits: [{ kind: 'set-telemetry', telemetry }] as never })
  const refused = { code: 'INVALID_INPUT' }
  const header = { header: 'authorization', template: '{key}', secret: 'vault:a' }
  for (const wrong of [
    { ...settings('http://127.0.0.1:4318'), url: 'file:///etc/passwd' },
    { ...settings('http://127.0.0.1:4318'), url: 'http://user:word@collector.example' },
    { ...settings('http://collector.example'), headers: [header] },
    { ...settings('http://127.0.0.1:4318'), traces: null, metrics: null },
    { ...settings('http://127.0.0.1:4318'), traces: { ratio: 2 } },
    { ...settings('http://127.0.0.1:4318'), traces: { link: 'javascript:alert(1)//{traceId}' } },
  ])
    await expect(client.guard.edit(edit(wrong))).rejects.toMatchObject(refused)
  const { warnings } = await client.guard.check(edit(settings('http://collector.example')))
  expect(warnings).toContain('What is sent by OpenTelemetry crosses the network in plain text.')
  setRole(vault.console, 'viewer')
  await expect(client.guard.tryTelemetry()).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  await expect(client.guard.edit(edit(settings('http://127.0.0.1:4318')))).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
})
