import { expect, test } from 'vitest'
import type { VerifyEvent } from '../../../shared/contract/audit.ts'
import type { ReportEvent } from '../../../shared/contract/audit-figures.ts'
import { aReport } from '../../test-kit/a-report.ts'
import { openTestAudit } from '../../test-kit/open-test-audit.ts'
import { bySystem } from '../../test-kit/open-test-database.ts'
import type { OpenSession } from '../handlers.ts'
import { entryAt } from './audit.store.ts'
import { createReports } from './reports.service.ts'

const session = { id: 's', user: { id: 'u', name: 'mara', role: 'admin' } } as OpenSession
const { statistics, situation, verdict } = aReport()
const { fromMs, toMs } = statistics

const setUp = async (verification: VerifyEvent[]) => {
  const opened = openTestAudit()
  await opened.append(20)
  opened.heads.signNow()
  const files: { fileName: string; contentType: string; body: string }[] = []
  const reports = createReports({
    database: opened.database,
    clock: opened.clock,
    downloads: {
      create: ({ fileName, contentType, body }) => {
        files.push({ fileName, contentType, body: String(body) })
        return { url: '/download/x' }
      },
    },
    verify: async function* verify() {
      yield* verification
    },
    statistics: async (from, to, top) => ({ ...statistics, fromMs: from, toMs: to, topSources: statistics.topSources.slice(0, top) }),
    situation: async () => situation,
    trustedKeys: () => [opened.keys.trusted],
  })
  const make = async (asked: { fromMs: number; toMs: number; format: 'html' | 'csv' }, signal?: AbortSignal) => {
    const told: ReportEvent[] = []
    for await (const event of reports.make(bySystem, session, asked, signal)) told.push(event)
    return told
  }
  return { ...opened, files, make }
}

const progress: VerifyEvent = { kind: 'progress', phase: 'entries', checked: 10, total: 20, resumedFrom: null }
const good: VerifyEvent = { kind: 'verdict', verdict: { ...verdict, head: { ...verdict.head!, sequence: 20 } } }

test('the log is verified first, then the file is ready, and that is entered', async () => {
  const kit = await setUp([progress, good])
  const told = await kit.make({ fromMs, toMs, format: 'html' })
  const [file] = kit.files
  expect(told).toEqual([
    { kind: 'progress', checked: 10, total: 20 },
    { kind: 'ready', url: '/download/x', fileName: 'gatehouse-report-2026-11-20-to-2026-11-21.html', bytes: Buffer.byteLength(file!.body) },
  ])
  expect(file!.contentType).toBe('text/html; charset=utf-8')
  expect(file!.body).toContain(kit.keptHead().hash)
  const entry = kit.database.read((db) => entryAt(db, 21))?.entry
  expect(entry).toMatchObject({ action: 'log.report-made', message: expect.stringContaining('as HTML') as string })
})

test('the same figures leave as CSV', async () => {
  const kit = await setUp([good])
  await kit.make({ fromMs, toMs, format: 'csv' })
  expect(kit.files[0]).toMatchObject({
    fileName: expect.stringMatching(/\.csv$/) as string,
    body: expect.stringContaining('203.0.113.9') as string,
  })
})

test('a stopped verification makes no report, and nothing is entered', async () => {
  const kit = await setUp([progress, { kind: 'stopped', checked: 10, total: 20 }])
  await expect(kit.make({ fromMs, toMs, format: 'html' })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(kit.files).toEqual([])
  expect(kit.audit.size().lastSequence).toBe(20)
})

test('a period that ends before it begins is refused before anything is verified', async () => {
  const kit = await setUp([progress, good])
  await expect(kit.make({ fromMs: toMs, toMs: fromMs, format: 'csv' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'toMs' },
  })
})

test('whoever goes away gets no report', async () => {
  const kit = await setUp([progress, good])
  const gone = new AbortController()
  gone.abort()
  expect(await kit.make({ fromMs, toMs, format: 'html' }, gone.signal)).toEqual([{ kind: 'progress', checked: 10, total: 20 }])
  expect(kit.files).toEqual([])
})
