/** The log in figures: over time, by kind and by who, and a report of a period. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { actorSchema, auditFilterSchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

/** How many events of each severity, in the order of `severities`. An entry that stands for several counts as several. */
export const severityCountsSchema = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()])
export type SeverityCounts = z.infer<typeof severityCountsSchema>

export const barSchema = z.object({ atMs: z.int(), counts: severityCountsSchema })
export type Bar = z.infer<typeof barSchema>

/** One slice of a histogram: what was counted so far comes back with the next call, as `before`. */
export const histogramSchema = z.object({
  /** The whole range that the bars divide, beginning at a multiple of `stepMs`. */
  fromMs: z.int(),
  toMs: z.int(),
  stepMs: z.int(),
  /** Bars with something in them that this slice has counted. */
  bars: z.array(barSchema),
  /** Entries that this slice has counted. */
  entries: z.int(),
  /** Bars before this moment are not counted yet; null where all are. */
  countedBackToMs: z.int().nullable(),
  /** Where the next slice begins; null at the end. */
  nextBefore: z.int().nullable(),
  /** False where counters or the index stand for entries that were not looked at one by one, and may be off by a few. */
  exact: z.boolean(),
})
export type Histogram = z.infer<typeof histogramSchema>

const rankedSchema = <T extends z.ZodType>(what: T) => z.object({ what, entries: z.int(), events: z.int(), refused: z.int() })

export const auditStatisticsSchema = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  entries: z.int(),
  /** What the entries stand for: the sum of their counts. */
  events: z.int(),
  /** Events that were refused, and that failed. */
  refused: z.int(),
  failed: z.int(),
  stepMs: z.int(),
  bars: z.array(barSchema),
  bySeverity: severityCountsSchema,
  byClass: z.array(rankedSchema(z.string())),
  topSources: z.array(rankedSchema(z.string())),
  topActions: z.array(rankedSchema(z.string())),
  topActors: z.array(rankedSchema(actorSchema)),
  /** False where some rare values of an hour were counted together. */
  exact: z.boolean(),
})
export type AuditStatistics = z.infer<typeof auditStatisticsSchema>

/** The last moment that a Date can hold (ECMAScript, time values). */
const endOfTimeMs = 8_640_000_000_000_000
const momentSchema = z.int().min(0).max(endOfTimeMs)
const periodSchema = z.object({ fromMs: momentSchema, toMs: momentSchema })

export const reportFormats = ['html', 'csv'] as const

export const reportEventSchema = z.discriminatedUnion('kind', [
  /** The log is verified first. */
  z.object({ kind: z.literal('progress'), checked: z.int(), total: z.int() }),
  z.object({ kind: z.literal('ready'), url: z.string(), fileName: z.string(), bytes: z.int() }),
])
export type ReportEvent = z.infer<typeof reportEventSchema>

export const auditFiguresContract = {
  histogram: procedure('POST', '/audit/histogram', 'How many events over time match; answered in slices', { needs: 'audit:read' })
    .input(
      z.object({
        filter: auditFilterSchema,
        /** At most so many bars. */
        bars: z.int().min(10).max(300).default(120),
        before: z.int().nullable().default(null),
        /** `toMs` of the first slice, so that all slices divide the same range. */
        toMs: z.int().nullable().default(null),
      }),
    )
    .output(histogramSchema),

  statistics: procedure('GET', '/audit/statistics', 'The log of a period in figures', { needs: 'audit:read' })
    .input(periodSchema.extend({ top: z.int().min(1).max(50).default(10) }))
    .output(auditStatisticsSchema),

  report: procedure('POST', '/audit/report', 'Verify the log, then make a report of a period; the end is a one-time link to the file', {
    needs: 'audit:export',
    atConsole: true,
  })
    .input(periodSchema.extend({ format: z.enum(reportFormats) }))
    .output(eventIterator(reportEventSchema)),
}
