import { expect, test } from 'vitest'
import type { SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import type { OpenSession } from '../handlers.ts'
import { createChartFiles } from './chart-files.service.ts'
import { seriesCsv } from './series-csv.ts'

const session = { id: 's' } as OpenSession
const point = (atMs: number, mean: number | null, more: object = {}) => ({ atMs, mean, min: mean, max: mean, count: 1, ...more })
const read: SeriesPoints = {
  name: 'disk.read',
  labels: {},
  kind: 'counter',
  unit: 'bytes/s',
  title: 'Read, all',
  points: [point(0, 5), point(1000, null)],
}
const delay: SeriesPoints = {
  name: 'loop.delay',
  labels: {},
  kind: 'histogram',
  unit: 'ms',
  title: '-Delay',
  points: [point(1000, -2, { percentiles: { p50: 1, p95: 2, p99: 3 } })],
}

const setUp = () => {
  const files: { fileName: string; contentType: string; body: unknown }[] = []
  const asked: unknown[] = []
  const chartFiles = createChartFiles({
    monitoring: {
      query: async (query) => {
        asked.push(query)
        return { stepMs: 1000, fromMs: query.fromMs, toMs: query.toMs, series: [read, delay] }
      },
    },
    clock: createHandClock(),
    downloads: {
      create: ({ fileName, contentType, body }) => {
        files.push({ fileName, contentType, body })
        return { url: '/download/x' }
      },
    },
  })
  return { chartFiles, files, asked }
}

test('series become one table: a row a moment, gaps empty, names harmless and figures as they are', () => {
  expect(seriesCsv([read, delay]).split('\r\n')).toEqual([
    'time (UTC),"Read, all (bytes/s)","Read, all lowest","Read, all highest",\'-Delay (ms),\'-Delay lowest,\'-Delay highest,\'-Delay p50,\'-Delay p95,\'-Delay p99',
    '1970-01-01T00:00:00.000Z,5,5,5,,,,,,',
    '1970-01-01T00:00:01.000Z,,,,-2,-2,-2,1,2,3',
    '',
  ])
})

test('a chart leaves as CSV with more points than are drawn, named by its title', async () => {
  const { chartFiles, files, asked } = setUp()
  const selectors = [{ name: 'disk.read', labels: {} }]
  const file = await chartFiles.csv(session, { title: 'Disk: / (read)', selectors, fromMs: 0, toMs: 5000 })
  expect(file).toEqual({ url: '/download/x', fileName: 'gatehouse-disk-read-2026-11-21T08-00-00.csv' })
  expect(asked).toEqual([{ selectors, fromMs: 0, toMs: 5000, maxPoints: 1000 }])
  expect(files[0]).toMatchObject({ contentType: 'text/csv; charset=utf-8; header=present', body: seriesCsv([read, delay]) })
})

test('a picture leaves as it came, where it is one', async () => {
  const { chartFiles, files } = setUp()
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
  expect((await chartFiles.picture(session, { title: '../..', png: png.toString('base64') })).fileName).toBe(
    'gatehouse-chart-2026-11-21T08-00-00.png',
  )
  expect(files[0]).toMatchObject({ contentType: 'image/png', body: png })
  const page = Buffer.from('<!doctype html><script>').toString('base64')
  await expect(chartFiles.picture(session, { title: 'x', png: page })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(files).toHaveLength(1)
})

test('lines that were joined or split leave as the page drew them', async () => {
  const { chartFiles, files, asked } = setUp()
  const csv = 'time (UTC),All\r\n2026-11-21T08:00:00.000Z,5'
  const file = await chartFiles.drawnCsv(session, { title: 'Requests, by route', csv })
  expect(file.fileName).toBe('gatehouse-requests-by-route-2026-11-21T08-00-00.csv')
  expect(files).toMatchObject([{ contentType: 'text/csv; charset=utf-8; header=present', body: csv }])
  expect(asked).toEqual([])
})
