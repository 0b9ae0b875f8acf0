/** Service level objectives: what was promised, the error budget that is left, and how fast it burns. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

/** What counts as good. Of all routes, or of one. */
export const indicatorSchema = z.discriminatedUnion('kind', [
  /** Requests that did not fail (no 5xx, no upstream fault). */
  z.object({ kind: z.literal('availability'), route: z.string().max(64).nullable().default(null) }),
  /** Requests answered within this time, by the buckets of the response-time histogram (at most 9 % off). */
  z.object({
    kind: z.literal('latency'),
    route: z.string().max(64).nullable().default(null),
    withinMs: z.number().positive().max(600_000),
  }),
])
export type Indicator = z.infer<typeof indicatorSchema>

const givenObjectiveSchema = z.object({
  name: z.string().trim().min(1).max(80),
  indicator: indicatorSchema,
  /** Percent of requests that are to be good. */
  targetPercent: z.number().min(50).max(99.999),
  periodDays: z.int().min(1).max(90).default(30),
})
export type GivenObjective = z.infer<typeof givenObjectiveSchema>

export const burnWindowSchema = z.object({
  shortMs: z.int(),
  longMs: z.int(),
  /** Times the pace at which the budget would just last the period; null without requests. */
  shortRate: z.number().nullable(),
  longRate: z.number().nullable(),
  /** Both above this is a breach. Source: Google, The Site Reliability Workbook, ch. 5. */
  threshold: z.number(),
})

export const objectiveSchema = givenObjectiveSchema.extend({
  id: z.uuid(),
  version: z.int(),
  /** Of the period up to now; null without requests. */
  goodPercent: z.number().nullable(),
  /** Where the period is longer than there is anything measured; null without requests. */
  measuredSinceMs: z.int().nullable(),
  total: z.int(),
  bad: z.int(),
  /** Percent of the error budget; below 0 it is overspent. */
  budgetLeftPercent: z.number().nullable(),
  burn: z.array(burnWindowSchema),
  /** At the pace of the last hour; null where it lasts. */
  exhaustedAtMs: z.int().nullable(),
  state: z.enum(['well', 'burning', 'spent', 'no-data']),
  sentence: z.string(),
  /** The alert rule that watches its burn rate. */
  ruleId: z.uuid().nullable(),
})
export type Objective = z.infer<typeof objectiveSchema>

/** Of the period up to now, at most 300 points. */
const courseSchema = z.object({
  stepMs: z.int(),
  points: z.array(z.object({ atMs: z.int(), budgetLeftPercent: z.number().nullable(), goodPercent: z.number().nullable() })),
})

const ofObjective = z.object({ id: z.uuid(), version: z.int() })

export const objectivesContract = {
  list: procedure('GET', '/objectives', 'Objectives and how much of each error budget is left', { needs: 'metrics:read' }).output(
    z.array(objectiveSchema),
  ),
  create: procedure('POST', '/objectives', 'Add an objective, with the alert rule of its burn rate', { needs: 'alerts:write' })
    .input(givenObjectiveSchema)
    .output(objectiveSchema),
  change: procedure('POST', '/objectives/{id}', 'Change an objective', { needs: 'alerts:write' })
    .input(givenObjectiveSchema.extend(ofObjective.shape))
    .output(objectiveSchema),
  delete: procedure('POST', '/objectives/{id}/delete', 'Delete an objective and its alert rule', { needs: 'alerts:write' })
    .input(ofObjective)
    .output(z.object({})),
  course: procedure('GET', '/objectives/{id}/course', 'How the error budget went', { needs: 'metrics:read' })
    .input(z.object({ id: z.uuid() }))
    .output(courseSchema),
  /** Changes nothing. */
  preview: procedure('POST', '/objectives/preview', 'How the period would have gone, before an objective is saved', {
    needs: 'metrics:read',
  })
    .input(givenObjectiveSchema)
    .output(
      objectiveSchema
        .pick({ goodPercent: true, measuredSinceMs: true, total: true, bad: true, budgetLeftPercent: true, sentence: true })
        .extend({ course: courseSchema }),
    ),
}
