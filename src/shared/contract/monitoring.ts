/** The machine and the console, live and kept: series, charts, health, processes, profiles. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

export const seriesKinds = ['gauge', 'counter', 'histogram'] as const
export const units = ['percent', 'bytes', 'bytes/s', 'count', '1/s', 'ms', 'celsius', 'load'] as const
export const unitSchema = z.enum(units)
export type Unit = z.infer<typeof unitSchema>

const labelsSchema = z.record(z.string().max(64), z.string().max(200))

/** One kind of figure over time; a counter is shown as its rate. */
export const seriesSchema = z.object({
  /** `machine.cpu.used`, dotted, lower case. */
  name: z.string(),
  labels: labelsSchema,
  kind: z.enum(seriesKinds),
  unit: unitSchema,
  title: z.string(),
})
export type Series = z.infer<typeof seriesSchema>

/** A null mean is a gap: nothing was measured there. */
export const pointSchema = z.object({
  atMs: z.int(),
  mean: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  count: z.int(),
  /** Of a histogram alone: below these lie 50, 95 and 99 of a hundred values, at most 9 % off (the width of its buckets). */
  percentiles: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).optional(),
})
export type Percentile = 'p50' | 'p95' | 'p99'
export type Point = z.infer<typeof pointSchema>

export const seriesPointsSchema = seriesSchema.extend({ points: z.array(pointSchema) })
export type SeriesPoints = z.infer<typeof seriesPointsSchema>

export const selectorSchema = z.object({ name: z.string().max(200), labels: labelsSchema.default({}) })

/** From an entry of the log: what happened then. */
export const annotationSchema = z.object({
  atMs: z.int(),
  word: z.string(),
  sentence: z.string(),
  sequence: z.int(),
  severity: severitySchema,
})
export type Annotation = z.infer<typeof annotationSchema>

export const healthPartSchema = z.object({
  id: z.enum(['cpu', 'memory', 'disk', 'console', 'record', 'vault']),
  title: z.string(),
  /** 0 to 100; null where it cannot be judged yet. */
  score: z.int().min(0).max(100).nullable(),
  weight: z.number(),
  severity: severitySchema.nullable(),
  /** What was observed and, where it is not well, what to do. */
  sentence: z.string(),
})
export const healthSchema = z.object({
  score: z.int().min(0).max(100).nullable(),
  /** "All is well", "Well, but the disk fills up". */
  verdict: z.string(),
  sentence: z.string(),
  parts: z.array(healthPartSchema),
  /** How the score is made of its parts, in words. */
  formula: z.string(),
  checkedAtMs: z.int(),
})
export type Health = z.infer<typeof healthSchema>

export const machineProcessSchema = z.object({
  pid: z.int(),
  name: z.string(),
  cpuPercent: z.number(),
  memoryBytes: z.int(),
  own: z.string().nullable(),
})
export type MachineProcess = z.infer<typeof machineProcessSchema>

/** The newest of everything, once a second on the live topic `metrics`. What the platform does not offer is absent. */
export const metricsNowSchema = z.object({
  atMs: z.int(),
  values: z.array(z.object({ name: z.string(), labels: labelsSchema, unit: unitSchema, value: z.number() })),
})
export type MetricsNow = z.infer<typeof metricsNowSchema>

const fileSchema = z.object({ url: z.string(), fileName: z.string() })
/** 1.5 MB as base64: what a host takes in one call is not much more, and a chart is a tenth of it. */
const mostPictureChars = 2_000_000

export const monitoringContract = {
  now: procedure('GET', '/metrics/now', 'The newest figures', { needs: 'metrics:read' }).output(metricsNowSchema),

  series: procedure('GET', '/metrics/series', 'Which series there are', { needs: 'metrics:read' }).output(z.array(seriesSchema)),

  query: procedure('POST', '/metrics/query', 'Series over a range, with at most as many points as asked', { needs: 'metrics:read' })
    .input(
      z.object({
        selectors: z.array(selectorSchema).min(1).max(40),
        fromMs: z.int(),
        toMs: z.int(),
        maxPoints: z.int().min(2).max(1000).default(300),
      }),
    )
    .output(z.object({ stepMs: z.int(), fromMs: z.int(), toMs: z.int(), series: z.array(seriesPointsSchema) })),

  exportCsv: procedure('POST', '/metrics/csv', 'Series over a range as CSV; the answer is a one-time link to the file', {
    needs: 'metrics:read',
    atConsole: true,
  })
    .input(
      z.object({
        /** Of the chart; the file is named by it. */
        title: z.string().trim().min(1).max(200),
        selectors: z.array(selectorSchema).min(1).max(40),
        fromMs: z.int(),
        toMs: z.int(),
      }),
    )
    .output(fileSchema),

  exportDrawnCsv: procedure(
    'POST',
    '/metrics/drawn-csv',
    'The lines of a chart as they are drawn, joined or split; the answer is a link to the file',
    {
      needs: 'metrics:read',
      atConsole: true,
    },
  )
    .input(z.object({ title: z.string().trim().min(1).max(200), csv: z.string().min(1).max(1_000_000) }))
    .output(fileSchema),

  exportPicture: procedure('POST', '/metrics/picture', 'A chart as the page has drawn it; the answer is a one-time link to the file', {
    needs: 'metrics:read',
    atConsole: true,
  })
    .input(z.object({ title: z.string().trim().min(1).max(200), png: z.base64().max(mostPictureChars) }))
    .output(fileSchema),

  annotations: procedure('GET', '/metrics/annotations', 'Entries of the log that explain a chart', { needs: 'metrics:read' })
    .input(z.object({ fromMs: z.int(), toMs: z.int() }))
    .output(z.array(annotationSchema)),

  health: procedure('GET', '/metrics/health', 'The health score and its parts', { needs: 'metrics:read' }).output(healthSchema),

  processes: procedure('GET', '/metrics/processes', "The processes that use most, and the console's own", { needs: 'metrics:read' }).output(
    z.object({ atMs: z.int(), top: z.array(machineProcessSchema), own: z.array(machineProcessSchema) }),
  ),

  profile: procedure('POST', '/metrics/profile', 'Record a CPU or heap profile of the console; the answer is a one-time link to the file', {
    needs: 'settings:write',
    atConsole: true,
  })
    .input(z.object({ kind: z.enum(['cpu', 'heap']), seconds: z.int().min(1).max(60).default(10) }))
    .output(z.object({ url: z.string(), fileName: z.string(), bytes: z.int() })),
}
