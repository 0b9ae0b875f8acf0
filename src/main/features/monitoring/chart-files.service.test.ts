import { expect, test } from 'vitest'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import type { DownloadBody, OpenSession } from '../handlers.ts'
import { createChartFiles } from './chart-files.service.ts'

const session = { id: 'a session' } as OpenSession
const setUp = () => {
  const handedOut: { sessionId: string; fileName: string; contentType: string; body: DownloadBody }[] = []
  const files = createChartFiles({
    monitoring: { query: async ({ fromMs, toMs }) => ({ fromMs, toMs, stepMs: 1_000, series: [] }) },
    clock: createHandClock(),
    downloads: {
      create: async (file) => {
        handedOut.push(file)
        return { url: '/download/one' }
      },
    },
  })
  return { files, handedOut }
}

test('the lines of a chart leave as the page drew them, under a name that every system takes', async () => {
  const { files, handedOut } = setUp()
  const csv = 'time (UTC),All\r\n2026-11-21T08:00:00.000Z,5'
  const fileName = 'gatehouse-requests-by-route-last-hour-2026-11-21T08-00-00.csv'
  expect(await files.drawnCsv(session, { title: 'Requests, by “route”/../last hour', csv })).toEqual({ url: '/download/one', fileName })
  expect(handedOut).toEqual([{ sessionId: 'a session', fileName, contentType: 'text/csv; charset=utf-8; header=present', body: csv }])
})

test('a picture leaves as what it is; anything else is no picture', async () => {
  const { files, handedOut } = setUp()
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2])
  await files.picture(session, { title: 'CPU', png: png.toString('base64') })
  expect(handedOut).toMatchObject([{ contentType: 'image/png', body: png }])
  const page = Buffer.from('<script>alert(1)</script>').toString('base64')
  await expect(files.picture(session, { title: 'CPU', png: page })).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'png' } })
})

test('what the record holds is asked for anew, finer than it is drawn', async () => {
  const { files, handedOut } = setUp()
  await files.csv(session, { title: 'CPU', selectors: [{ name: 'machine.cpu.used', labels: {} }], fromMs: 0, toMs: 1 })
  expect(handedOut).toMatchObject([{ body: 'time (UTC)\r\n' }])
})
