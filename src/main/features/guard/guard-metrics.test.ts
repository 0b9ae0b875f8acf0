import { get } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { freePort } from '../../test-kit/syslog-receivers.ts'

const scrape = (port: number, token: string | null): Promise<{ status: number; text: string }> =>
  new Promise((done, fail) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` }
    get({ host: '127.0.0.1', port, path: '/metrics', headers, agent: false }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => (text += String(chunk)))
      answer.on('end', () => done({ status: answer.statusCode!, text }))
    }).on('error', fail)
  })

/** https://prometheus.io/docs/instrumenting/exposition_formats/, the text format. */
const sample = /^([a-zA-Z_:][\w:]*)(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (?:-?[\d.]+(?:e[+-]?\d+)?|[+-]Inf|NaN)$/
const familiesOf = (text: string): string[] => {
  const families: string[] = []
  for (const line of text.trimEnd().split('\n')) {
    const [, name, type] = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line) ?? []
    if (type) families.push(name!)
    if (line.startsWith('#')) continue
    expect(line).toMatch(sample)
    // Every sample stands below the type of its own family.
    expect(sample.exec(line)![1]!.replace(/_(bucket|sum|count)$/, '')).toBe(families.at(-1)!.replace(/_(bucket|sum|count)$/, ''))
  }
  expect(new Set(families).size).toBe(families.length)
  return families
}

test('the guard of a console tells Prometheus its figures where the policy says so, to who shows a key of the vault', async () => {
  // The guard is a process of its own, with a clock of its own.
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  const service = await startGuardedService()
  const port = await freePort()
  const { id } = await client.vault.add({ label: 'Scraping', text: 'sesame-open-now' })
  const metrics = { host: '127.0.0.1', port, token: `vault:${id}` }
  await client.guard.edit({ revision: 0, edits: [...editsFor(service.url), { kind: 'set-metrics', metrics }] })
  await client.guard.start()
  let guarded = 0
  await expect.poll(async () => (guarded = (await client.guard.state()).ports['main'] ?? 0), { timeout: 20_000 }).toBeGreaterThan(0)

  expect((await scrape(port, null)).status).toBe(401)
  expect((await callGuard(guarded)).status).toBe(200)
  await expect.poll(async () => (await scrape(port, 'sesame-open-now')).text).toMatch(/^gatehouse_requests_total\{.*route="all".*\} 1$/m)
  const { text } = await scrape(port, 'sesame-open-now')
  expect(familiesOf(text)).toEqual(
    expect.arrayContaining(['gatehouse_requests_total', 'gatehouse_request_duration_seconds', 'gatehouse_target_up']),
  )
  expect(text).toContain('gatehouse_policy_revision 1\n')
  expect(text).not.toContain('sesame')

  const refused = { code: 'INVALID_INPUT' }
  const open = { ...metrics, host: '0.0.0.0', token: null }
  await expect(client.guard.edit({ revision: 1, edits: [{ kind: 'set-metrics', metrics: open }] })).rejects.toMatchObject(refused)
  await client.guard.edit({ revision: 1, edits: [{ kind: 'set-metrics', metrics: null }] })
  await expect.poll(() => scrape(port, 'sesame-open-now').catch((error: NodeJS.ErrnoException) => error.code)).toBe('ECONNREFUSED')
  const told = (await readLog(client, { actions: ['guard.policy-changed'] })).map(({ message }) => message)
  expect(told).toEqual(
    expect.arrayContaining([`Figures are told to Prometheus on 127.0.0.1:${port}, with a token`, 'Figures are told to Prometheus no more']),
  )
})
