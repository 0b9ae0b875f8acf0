import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { aReport } from '../../test-kit/a-report.ts'
import { reportHtml } from './report-html.ts'

test('a report ends with what was verified, and with the newest signed head in full', () => {
  const page = reportHtml(aReport())
  const proof = page.slice(page.indexOf('<h2>Proof</h2>'))
  expect(proof).toContain('Intact. All 1,000 entries are as written and none is missing.')
  for (const part of ['ab'.repeat(32), '00112233aabbccdd', 'c2lnbmF0dXJl', 'cHVibGlj', 'log-head.json', '2026-11-21 00:00:00 UTC'])
    expect(proof).toContain(part)
})

test('figures, lists, threat level and incidents stand in it', () => {
  const page = reportHtml(aReport())
  for (const part of ['2,000', '25%', '203.0.113.9', 'sql-injection', 'request.refused', 'mara (user)', 'elevated', 'SQL injection from'])
    expect(page).toContain(part)
})

test('a broken log is told at the top', () => {
  const { verdict } = aReport()
  const page = reportHtml(
    aReport({ verdict: { ...verdict, intact: false, integrity: { holds: false, sentence: 'Entry 5 is not as it was written.' } } }),
  )
  expect(page).toContain('class="verdict broken"')
  expect(page.indexOf('Entry 5 is not as it was written.')).toBeLessThan(page.indexOf('In figures'))
})

test('a log that was never signed, without incidents and without entries, is told too', () => {
  const { statistics } = aReport()
  const page = reportHtml(
    aReport({
      head: null,
      situation: null,
      statistics: {
        ...statistics,
        entries: 0,
        events: 0,
        refused: 0,
        failed: 0,
        bars: [],
        bySeverity: [0, 0, 0, 0, 0],
        byClass: [],
        topSources: [],
        topActions: [],
        topActors: [],
      },
    }),
  )
  expect(page).toContain('The log was never signed.')
  expect(page).not.toMatch(/NaN|Infinity|undefined/)
})

test('whatever a name is, it is shown and never becomes part of the page', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`
  const { statistics, situation, verdict } = aReport()
  const row = { what: evil, entries: 1, events: 1, refused: 1 }
  const page = reportHtml(
    aReport({
      madeBy: evil,
      installationId: evil,
      statistics: {
        ...statistics,
        byClass: [row],
        topSources: [row],
        topActions: [row],
        topActors: [{ ...row, what: { kind: 'user', id: null, name: evil } }],
      },
      situation: { ...situation!, incidents: [{ ...situation!.incidents[0]!, title: evil, assignee: { id: 'u', name: evil } }] },
      verdict: { ...verdict, sentence: evil, keptIn: [evil] },
    }),
  )
  expect(page).not.toMatch(/<script|<img|onerror='|alert\(1\)</i)
  expect(page.match(/&lt;script&gt;/g)).toHaveLength(10)
  expect(page).toContain('&amp;amp;')
})

test('the page asks for nothing from elsewhere, and its policy allows its own style alone', () => {
  const page = reportHtml(aReport())
  const style = /<style>([\s\S]*)<\/style>/.exec(page)![1]!
  const policy = /content="(default-src[^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'")
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`,
  )
  expect(page).not.toMatch(/<(?:script|link|img|iframe|object)|\sstyle=|\shref=|\ssrc=|url\(|@import/i)
})
