/** Charts as files: their points as CSV out of the record, or lines and picture as the page has drawn them. */
import type { Clock } from '../../../ports/clock.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Downloads, OpenSession } from '../handlers.ts'
import type { Monitoring, Query } from './monitoring.service.ts'
import { seriesCsv } from './series-csv.ts'

/** More than a chart draws: a file is read by programs. */
const mostPoints = 1_000
/** PNG (W3C, second edition), 5.2: no file of that kind begins otherwise. */
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const csvType = 'text/csv; charset=utf-8; header=present'

const nameOf = (title: string, atMs: number, extension: string): string => {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return `gatehouse-${slug || 'chart'}-${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-')}.${extension}`
}

export const createChartFiles = (options: { monitoring: Pick<Monitoring, 'query'>; clock: Clock; downloads: Downloads }) => {
  const { monitoring, clock, downloads } = options
  const handOut = async (session: OpenSession, fileName: string, contentType: string, body: Uint8Array | string) => {
    const { url } = await downloads.create({ sessionId: session.id, fileName, contentType, body })
    return { url, fileName }
  }
  return {
    csv: async (session: OpenSession, { title, ...asked }: Omit<Query, 'maxPoints'> & { title: string }) => {
      const { series } = await monitoring.query({ ...asked, maxPoints: mostPoints })
      return handOut(session, nameOf(title, clock.now(), 'csv'), csvType, seriesCsv(series))
    },
    drawnCsv: (session: OpenSession, { title, csv }: { title: string; csv: string }) =>
      handOut(session, nameOf(title, clock.now(), 'csv'), csvType, csv),
    picture: async (session: OpenSession, { title, png }: { title: string; png: string }) => {
      const bytes = Buffer.from(png, 'base64')
      if (!bytes.subarray(0, pngSignature.length).equals(pngSignature))
        throw new GatehouseError('INVALID_INPUT', 'This is no picture in the form PNG.', { field: 'png' })
      return handOut(session, nameOf(title, clock.now(), 'png'), 'image/png', bytes)
    },
  }
}
export type ChartFiles = ReturnType<typeof createChartFiles>
