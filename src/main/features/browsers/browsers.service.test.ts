import { expect, onTestFinished, test } from 'vitest'
import { createLiveEvents } from '../../../ports/live-events.ts'
import { silentLogger } from '../../../ports/logger.ts'
import { systemClock } from '../../../ports/clock.ts'
import type { SeenAnswer } from '../../../shared/browser-findings.ts'
import { callGuard, editsFor, startGuardedService } from '../../test-kit/any-guarded-service.ts'
import { createTestConsole } from '../../test-kit/create-test-console.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { readLog } from '../../test-kit/read-log.ts'
import { setRole } from '../../test-kit/set-role.ts'
import { createBrowsers } from './browsers.service.ts'

const report = (blocked: string, count = 1, route = 'shop') => ({ route, directive: 'script-src', blocked, count })
const answer = (status: number): SeenAnswer => ({ route: 'shop', html: true, atMs: 1, status, secure: false, headers: {}, cookies: [] })
const open = () => {
  const { database, clock } = openTestDatabase()
  const browsers = createBrowsers({
    database,
    clock,
    events: createLiveEvents(),
    logger: silentLogger,
    routeName: (id) => (id === 'shop' ? 'Shop' : null),
  })
  return { browsers, clock, database }
}

test('reports are added up by route, and of routes that there are not nothing is kept', () => {
  const { browsers, clock } = open()
  browsers.take({ reports: [report('inline', 2), report('https://cdn.example'), report('inline', 5, 'gone')], answers: [] })
  const firstAtMs = clock.now()
  clock.advance(1000)
  browsers.take({ reports: [report('inline', 3)], answers: [answer(200)] })
  browsers.take({ reports: [], answers: [answer(204)] })
  expect(browsers.ofRoute('shop')).toMatchObject({
    reports: [
      { blocked: 'inline', count: 5, firstAtMs, lastAtMs: firstAtMs + 1000 },
      { blocked: 'https://cdn.example', count: 1 },
    ],
    answers: [{ status: 204 }],
  })
  expect(browsers.ofRoute('gone')).toEqual({ reports: [], answers: [] })
  expect(browsers.seen()).toHaveLength(1)
})

test('invented reports cannot fill the disk or push out what came often, and old ones go', () => {
  const { browsers, clock } = open()
  browsers.take({ reports: [report('https://often.example', 50)], answers: [] })
  browsers.take({ reports: Array.from({ length: 500 }, (_, at) => report(`https://a${at}.example`)), answers: [] })
  const { reports } = browsers.ofRoute('shop')
  expect(reports).toHaveLength(200)
  expect(reports[0]!.blocked).toBe('https://often.example')
  clock.advance(31 * 86_400_000)
  browsers.take({ reports: [report('inline')], answers: [] })
  expect(browsers.ofRoute('shop').reports.map(({ blocked }) => blocked)).toEqual(['inline'])
})

test('that nothing was forgotten is no entry', async () => {
  const { browsers } = open()
  expect(await browsers.forgetReports(bySystem, 'shop')).toEqual({ forgotten: 0 })
})

test('what a browser reports to a real guard comes to the console; forgetting it takes a permission and is entered', async () => {
  const console = await createTestConsole({}, { ...createHandClock(), ...systemClock })
  onTestFinished(() => console.end())
  const { client } = await console.firstRun()
  const service = await startGuardedService()
  await client.guard.edit({ revision: 0, edits: editsFor(service.url, { csp: 'report-only' }) })
  await client.guard.start()
  onTestFinished(async () => void (await client.guard.stop().catch(() => null)))
  await expect.poll(async () => (await client.guard.state()).servedRevision, { interval: 20 }).toBe(1)
  const port = (await client.guard.state()).ports.main!
  expect((await callGuard(port)).status).toBe(200)
  const sent = await fetch(`http://127.0.0.1:${port}/.gatehouse/csp/all`, {
    method: 'POST',
    headers: { 'content-type': 'application/csp-report' },
    body: JSON.stringify({
      'csp-report': {
        'document-uri': `http://127.0.0.1:${port}/`,
        'effective-directive': 'img-src',
        'blocked-uri': 'https://cdn.example/a.png',
      },
    }),
  })
  expect(sent.status).toBe(204)
  const known = () => client.browsers.ofRoute({ route: 'all' })
  await expect
    .poll(async () => ({ reports: (await known()).reports.length, answers: (await known()).answers.length }), { interval: 50 })
    .toEqual({ reports: 1, answers: 1 })
  expect((await known()).reports[0]).toMatchObject({ directive: 'img-src', blocked: 'https://cdn.example', count: 1 })

  setRole(console, 'viewer')
  expect((await client.browsers.seen()).map(({ route }) => route)).toEqual(['all'])
  await expect(client.browsers.forgetReports({ route: 'all' })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  setRole(console, 'admin')
  expect(await client.browsers.forgetReports({ route: 'all' })).toEqual({ forgotten: 1 })
  expect((await known()).reports).toEqual([])
  expect(await readLog(client, { actions: ['guard.reports-forgotten'] })).toMatchObject([
    { message: expect.stringContaining('had a report of browsers forgotten') as string, target: { kind: 'route', id: 'all', name: 'All' } },
  ])
})
