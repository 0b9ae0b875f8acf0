import { expect, test } from 'vitest'
import { createHandClock } from '../../main/test-kit/hand-clock.ts'
import { systemClock } from '../../ports/clock.ts'
import type { Clock } from '../../ports/clock.ts'
import type { BrowserFindings } from '../../shared/browser-findings.ts'
import { call } from '../test-kit/call.ts'
import { policyFor, startGuard, startService } from '../test-kit/running-guard.ts'
import { readReports } from './read-reports.ts'

const setUp = async (settings: object, answered: Record<string, string | string[]> = {}, more: object = {}, clock: Clock = systemClock) => {
  const got: string[] = []
  const service = await startService((request, response) => {
    got.push(request.url!)
    response.writeHead(200, { 'content-type': 'text/html', ...answered }).end('page')
  })
  const running = await startGuard(policyFor(service, { settings, ...more }), { clock })
  const report = async (body: unknown, headers: Record<string, string> = {}, method = 'POST') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const path = `${running.url}/.gatehouse/csp/all`
    return (await call(path, { method, headers: { 'content-type': 'application/csp-report', ...headers } }, text)).answer.statusCode
  }
  const page = `${running.url}/basket?of=ann`
  const stopped = (blocked: string, directive = 'script-src-elem') => ({
    'csp-report': {
      'document-uri': page,
      'effective-directive': directive,
      'blocked-uri': blocked,
      'original-policy': 'x',
      'status-code': 200,
    },
  })
  const findings = (): BrowserFindings => running.guard.takeBrowserFindings() ?? { reports: [], answers: [] }
  return { ...running, got, report, stopped, findings, page }
}

test('a policy is reported first and enforced later, beside what the service says, and TLS knows the newer way of reporting', async () => {
  const directives = { 'default-src': "'self'", 'upgrade-insecure-requests': '' }
  const { url } = await setUp({ csp: 'report-only', cspDirectives: directives }, {}, { trustedProxies: ['127.0.0.0/8'] })
  const headers = async (more: Record<string, string> = {}) => (await call(url, { headers: more })).answer.headers
  const text = "default-src 'self'; upgrade-insecure-requests; report-uri /.gatehouse/csp/all"
  const plain = await headers()
  expect(plain).toMatchObject({ 'content-security-policy-report-only': text })
  expect(plain['reporting-endpoints']).toBeUndefined()
  expect(await headers({ 'x-forwarded-proto': 'https' })).toMatchObject({
    'content-security-policy-report-only': `${text}; report-to gatehouse-csp`,
    'reporting-endpoints': 'gatehouse-csp="/.gatehouse/csp/all"',
  })
  const enforced = await setUp(
    { csp: 'enforce', cspDirectives: directives, cspReports: false },
    { 'content-security-policy': "img-src 'none'" },
  )
  const { answer } = await call(enforced.url)
  expect(answer.headers['content-security-policy']).toBe("img-src 'none', default-src 'self'; upgrade-insecure-requests")
})

test('reports of both forms are counted by origin and directive, and never sent on', async () => {
  const { report, stopped, findings, got, page, url } = await setUp({ csp: 'report-only' })
  expect(await report(stopped('https://cdn.example/lib/7.js?user=ann'))).toBe(204)
  expect(await report(stopped('https://cdn.example/other.js'))).toBe(204)
  expect(await report(stopped('inline'))).toBe(204)
  expect(await report(stopped(`${url}/own.js`))).toBe(204)
  const body = { documentURL: page, effectiveDirective: 'img-src', blockedURL: 'data' }
  expect(
    await report(
      [
        { type: 'csp-violation', body },
        { type: 'deprecation', body },
      ],
      { 'content-type': 'application/reports+json' },
    ),
  ).toBe(204)
  // Extensions of browsers, other pages, and directives that there are not.
  expect(await report(stopped('chrome-extension://abc/x.js'))).toBe(204)
  expect(await report(stopped('https://cdn.example', 'made-up-src'))).toBe(204)
  expect(
    await report({ 'csp-report': { ...stopped('https://evil.example')['csp-report'], 'document-uri': 'https://elsewhere.example/' } }),
  ).toBe(204)
  const { reports } = findings()
  expect(reports).toEqual([
    { route: 'all', directive: 'script-src-elem', blocked: 'https://cdn.example', count: 2 },
    { route: 'all', directive: 'script-src-elem', blocked: 'inline', count: 1 },
    { route: 'all', directive: 'script-src-elem', blocked: 'self', count: 1 },
    { route: 'all', directive: 'img-src', blocked: 'data', count: 1 },
  ])
  expect(JSON.stringify(reports)).not.toContain('ann')
  expect(findings().reports).toEqual([])
  expect(got).toEqual([])
})

test('what is no report, too large or too much is refused, and invented origins fill nothing', async () => {
  const clock = createHandClock()
  const { report, stopped, findings, got } = await setUp({ csp: 'enforce' }, {}, {}, clock)
  expect(await report('{')).toBe(400)
  expect(await report(stopped('inline'), { 'content-type': 'text/plain' })).toBe(400)
  expect(await report(stopped('inline'), {}, 'PUT')).toBe(405)
  expect(await report('x'.repeat(65 * 1024))).toBe(413)
  expect(await report('x'.repeat(65 * 1024), { 'transfer-encoding': 'chunked' })).toBe(413)
  const send = (from: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => report(stopped(`https://a${from + at}.example`))))
  clock.advance(1000)
  const statuses = await send(0, 60)
  expect(statuses.filter((status) => status === 204)).toHaveLength(50)
  expect(statuses.filter((status) => status === 503)).toHaveLength(10)
  for (let from = 60; from < 260; from += 50) {
    clock.advance(1000)
    await send(from, 50)
  }
  expect(findings().reports).toHaveLength(200)
  expect(got).toEqual([])
})

test('a route that asks for no reports takes none: the path is its service’s', async () => {
  const { report, got } = await setUp({ csp: 'enforce', cspReports: false })
  expect(await report({})).toBe(200)
  expect(got).toEqual(['/.gatehouse/csp/all'])
})

test('what goes out is looked at now and then, without values of cookies', async () => {
  const { url, findings } = await setUp({}, { 'set-cookie': ['sid=secret-of-ann; HttpOnly', 'b=2; Secure; SameSite=Lax'], server: 'x/1' })
  for (let at = 0; at < 3; at++) await call(url)
  const { answers } = findings()
  expect(answers).toHaveLength(1)
  expect(answers[0]).toMatchObject({
    route: 'all',
    html: true,
    secure: false,
    headers: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' },
    cookies: [
      { name: 'sid', secure: false, httpOnly: true, sameSite: 'unset' },
      { name: 'b', secure: true, httpOnly: false, sameSite: 'lax' },
    ],
  })
  expect(answers[0]!.headers['server']).toBeUndefined()
  expect(JSON.stringify(answers)).not.toContain('secret-of-ann')
})

test.each(['null', '[]', '{"csp-report":null}', '[{"type":"csp-violation"}]', '{"csp-report":{"blocked-uri":"inline"}}', '[[[[]]]]'])(
  'the strange report %s harms nothing',
  (text) => {
    expect(readReports(text, 'a.example') ?? []).toEqual([])
  },
)
