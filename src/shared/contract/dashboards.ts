/** Dashboards: views of the series that people put together, keep on boards, and hand on as files. */
import { z } from 'zod'
import { seriesPointsSchema } from './monitoring.ts'
import { procedure } from './procedure.ts'

/** One question to the series. */
export const viewSchema = z.strictObject({
  name: z.string().min(1).max(200),
  /** Only series whose label has one of these values. */
  labels: z.record(z.string().min(1).max(64), z.array(z.string().max(200)).min(1).max(50)).default({}),
  /** Percentiles are of histograms alone; a counter's mean is its rate. */
  figure: z.enum(['mean', 'max', 'min', 'p50', 'p95', 'p99']).default('mean'),
  /** Several series: each a line, or joined into one, or into one for each value of `by`. Percentiles of a sum or mean are those of all values together. */
  join: z.enum(['each', 'sum', 'mean', 'max', 'min']).default('each'),
  by: z.string().min(1).max(64).nullable().default(null),
})
export type View = z.infer<typeof viewSchema>

export const mostPanels = 24
export const panelSchema = z.strictObject({
  title: z.string().trim().min(1).max(80),
  size: z.enum(['half', 'full']).default('half'),
  view: viewSchema,
  log: z.boolean().default(false),
  compare: z.boolean().default(false),
  /** A line to see it against. */
  threshold: z.number().nullable().default(null),
})
export type Panel = z.infer<typeof panelSchema>

const givenBoardSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  panels: z.array(panelSchema).max(mostPanels),
})
export type GivenBoard = z.infer<typeof givenBoardSchema>

/** What a file holds: `gatehouseDashboard` is its version. */
export const boardFileSchema = z.strictObject({ gatehouseDashboard: z.literal(1), ...givenBoardSchema.shape })
export type BoardFile = z.infer<typeof boardFileSchema>

export const boardSchema = givenBoardSchema.extend({
  id: z.uuid(),
  version: z.int(),
  changedAtMs: z.int(),
  changedBy: z.string(),
})
export type Board = z.infer<typeof boardSchema>

const ofBoard = z.object({ id: z.uuid(), version: z.int() })

export const dashboardsContract = {
  explore: procedure('POST', '/dashboards/explore', 'One view over a range: filtered, joined and split, at most 8 lines', {
    needs: 'metrics:read',
  })
    .input(z.object({ view: viewSchema, fromMs: z.int(), toMs: z.int(), maxPoints: z.int().min(2).max(1000).default(300) }))
    .output(
      z.object({
        stepMs: z.int(),
        fromMs: z.int(),
        toMs: z.int(),
        /** Those with the highest mean. */
        lines: z.array(seriesPointsSchema),
        /** Lines beyond those. */
        leftOut: z.int(),
      }),
    ),
  list: procedure('GET', '/dashboards', 'The dashboards, by name', { needs: 'metrics:read' }).output(z.array(boardSchema)),
  create: procedure('POST', '/dashboards', 'Add a dashboard', { needs: 'alerts:write' }).input(givenBoardSchema).output(boardSchema),
  /** All of it: a board is small. */
  change: procedure('POST', '/dashboards/{id}', 'Change a dashboard', { needs: 'alerts:write' })
    .input(givenBoardSchema.extend(ofBoard.shape))
    .output(boardSchema),
  delete: procedure('POST', '/dashboards/{id}/delete', 'Delete a dashboard; it can be brought back for 30 days', { needs: 'alerts:write' })
    .input(ofBoard)
    .output(z.object({})),
  restore: procedure('POST', '/dashboards/{id}/restore', 'Bring a deleted dashboard back', { needs: 'alerts:write' })
    .input(z.object({ id: z.uuid() }))
    .output(boardSchema),
  export: procedure('POST', '/dashboards/{id}/export', 'A dashboard as a file; the answer is a one-time link to it', {
    needs: 'metrics:read',
    atConsole: true,
  })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ url: z.string(), fileName: z.string() })),
  /** Changes nothing where anything is wrong. */
  import: procedure('POST', '/dashboards/import', 'Add a dashboard from the text of a file', { needs: 'alerts:write' })
    .input(z.object({ text: z.string().max(500_000) }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), board: boardSchema }),
        z.object({ ok: z.literal(false), faults: z.array(z.string()).min(1).max(50) }),
      ]),
    ),
}
