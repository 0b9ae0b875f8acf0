import { expect, test } from 'vitest'
import { aReport } from '../../test-kit/a-report.ts'
import { reportCsv } from './report-csv.ts'

const linesOf = (text: string) => text.split('\r\n')

test('every row has the columns of the head, and the figures are those of the report', () => {
  const lines = linesOf(reportCsv(aReport()))
  expect(lines[0]).toBe('part,what,entries,events,refused,failed,info,low,medium,high,critical')
  expect(lines[1]).toBe('period,2026-11-20T00:00:00.000Z/2026-11-21T00:00:00.000Z,1000,2000,500,20,1200,400,250,100,50')
  expect(lines).toContain('over time,2026-11-20T00:00:00.000Z,,64,,,40,10,5,0,9')
  expect(lines).toContain('actor,mara (user),12,12,0,,,,,,')
  expect(lines).toContain('integrity,"All 1,000 entries are as they were written.",,,,,,,,,')
  expect(lines).toContain(`signed head hash,${'ab'.repeat(32)},,,,,,,,,`)
})

test('a name that a spreadsheet would run is made harmless', () => {
  const { statistics } = aReport()
  const text = reportCsv(
    aReport({ statistics: { ...statistics, topSources: [{ what: '=HYPERLINK("x")', entries: 1, events: 1, refused: 0 }] } }),
  )
  expect(text).toContain(`source,"'=HYPERLINK(""x"")",1,1,0`)
})
