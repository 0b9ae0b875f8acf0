/** Alerts: rules over the series, what they found, and who took it up. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { selectorSchema, seriesPointsSchema, unitSchema } from './monitoring.ts'
import { procedure } from './procedure.ts'

const minuteMs = 60_000
const labelsSchema = z.record(z.string().trim().min(1).max(64), z.string().max(200))

/** One figure out of series. Several that match are judged each alone, or joined into one. */
export const measureSchema = selectorSchema.extend({
  /** Taken of the window; percentiles are of histograms alone, a counter's mean is its rate. */
  figure: z.enum(['mean', 'max', 'min', 'p50', 'p95', 'p99']).default('mean'),
  join: z.enum(['each', 'sum', 'mean', 'max', 'min']).default('each'),
  /** The figure is then a share in percent: used of total, errors of requests. Series go together by their labels. */
  dividedBy: selectorSchema.nullable().default(null),
})
export type Measure = z.infer<typeof measureSchema>

export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('threshold'),
    measure: measureSchema,
    comparison: z.enum(['above', 'below']),
    value: z.number(),
    /** Hysteresis: once breached, it is over only past this; null: past `value`. */
    resolveValue: z.number().nullable().default(null),
    /** Of what is counted (requests): no breach where fewer fell into the window, so that one failure of one at night is no alarm. */
    leastCount: z.int().min(0).max(1_000_000).default(0),
    /** The figure is taken of so long a time up to now. */
    windowMs: z.int().min(1000).max(86_400_000).default(minuteMs),
  }),
  z.object({
    kind: z.literal('rate'),
    measure: measureSchema,
    comparison: z.enum(['rises', 'falls']),
    /** In the unit of the series, or in percent of the figure before. */
    by: z.number().positive(),
    relative: z.boolean().default(false),
    /** The figure of this window against that of the window before it. */
    windowMs: z
      .int()
      .min(10_000)
      .max(86_400_000)
      .default(5 * minuteMs),
  }),
  /** Nothing was measured for so long, although it was before. */
  z.object({ kind: z.literal('absence'), selector: selectorSchema, windowMs: z.int().min(10_000).max(86_400_000).default(minuteMs) }),
  /** The error budget of an objective burns too fast, by its two pairs of windows. */
  z.object({ kind: z.literal('burn'), objectiveId: z.uuid() }),
])
export type Condition = z.infer<typeof conditionSchema>

const givenRuleSchema = z.object({
  name: z.string().trim().min(1).max(80),
  /** What it means and what to do first, in plain words. */
  summary: z.string().trim().max(1000).default(''),
  condition: conditionSchema,
  /** It fires once the condition has held for so long without a break. */
  forMs: z.int().min(0).max(86_400_000).default(0),
  /** It resolves once the condition has been over for so long. */
  keepFiringMs: z.int().min(0).max(86_400_000).default(0),
  severity: severitySchema.default('medium'),
  labels: labelsSchema.default({}),
  runbookUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  /** Alerts of one group are one cause: they are told in one notification. */
  group: z.string().trim().min(1).max(60).default('default'),
  enabled: z.boolean().default(true),
})
export type GivenRule = z.infer<typeof givenRuleSchema>
/** What of a rule a person gives; the rest the core makes. */
export const givenRuleOf = (rule: GivenRule): GivenRule => givenRuleSchema.parse(rule)

export const ruleStates = ['off', 'well', 'no-data', 'pending', 'firing'] as const
export const alertRuleSchema = givenRuleSchema.extend({
  id: z.uuid(),
  version: z.int(),
  /** Came with the product; it can be changed, switched off and set back, not deleted. */
  isBuiltIn: z.boolean(),
  /** The worst of its alerts; `no-data`: no series matches, or none has been measured. */
  state: z.enum(ruleStates),
  /** Of the figure; null where no series says. */
  unit: unitSchema.nullable(),
  /** The condition in words: "Processor, mean of 1 min, above 80 %". */
  sentence: z.string(),
  lastFiredAtMs: z.int().nullable(),
})
export type AlertRule = z.infer<typeof alertRuleSchema>

export const alertStates = ['pending', 'firing', 'resolved'] as const
export const alertSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  ruleId: z.uuid(),
  /** As they were when it began; a rule may be deleted since. */
  ruleName: z.string(),
  severity: severitySchema,
  group: z.string(),
  /** Of the series, and those that the rule adds. */
  labels: z.record(z.string(), z.string()),
  /** What is wrong, in words: "Processor: 93 %, above 80 % for 5 min". */
  sentence: z.string(),
  state: z.enum(alertStates),
  startedAtMs: z.int(),
  firedAtMs: z.int().nullable(),
  resolvedAtMs: z.int().nullable(),
  /** The newest figure and the worst; null where the absence is the alert. */
  value: z.number().nullable(),
  worst: z.number().nullable(),
  threshold: z.number().nullable(),
  unit: unitSchema.nullable(),
  acknowledged: z.object({ by: z.string(), atMs: z.int(), note: z.string() }).nullable(),
  /** The silence that keeps it quiet now. */
  silencedBy: z.uuid().nullable(),
  summary: z.string(),
  runbookUrl: z.string().nullable(),
  /** What the chart of the breach shows. */
  selectors: z.array(selectorSchema),
})
export type Alert = z.infer<typeof alertSchema>

/** All that is given must fit; a label by its exact value. */
export const silenceMatchSchema = z.object({
  ruleId: z.uuid().nullable().default(null),
  group: z.string().max(60).nullable().default(null),
  labels: labelsSchema.default({}),
})
export const silenceSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  match: silenceMatchSchema,
  /** The match in words. */
  sentence: z.string(),
  fromMs: z.int(),
  untilMs: z.int(),
  reason: z.string(),
  createdBy: z.string(),
})
export type Silence = z.infer<typeof silenceSchema>

const ofRule = z.object({ id: z.uuid(), version: z.int() })

export const alertsContract = {
  rules: procedure('GET', '/alerts/rules', 'The alert rules and how each stands', { needs: 'metrics:read' }).output(
    z.array(alertRuleSchema),
  ),
  createRule: procedure('POST', '/alerts/rules', 'Add an alert rule', { needs: 'alerts:write' })
    .input(givenRuleSchema)
    .output(alertRuleSchema),
  changeRule: procedure('POST', '/alerts/rules/{id}', 'Change an alert rule', { needs: 'alerts:write' })
    .input(givenRuleSchema.extend(ofRule.shape))
    .output(alertRuleSchema),
  setRuleEnabled: procedure('POST', '/alerts/rules/{id}/enabled', 'Switch an alert rule on or off', { needs: 'alerts:write' })
    .input(ofRule.extend({ enabled: z.boolean() }))
    .output(alertRuleSchema),
  deleteRule: procedure('POST', '/alerts/rules/{id}/delete', 'Delete an alert rule; its open alerts resolve', { needs: 'alerts:write' })
    .input(ofRule)
    .output(z.object({})),
  restoreRule: procedure('POST', '/alerts/rules/{id}/restore', 'Bring back a deleted rule, or set a built-in one back as it came', {
    needs: 'alerts:write',
  })
    .input(z.object({ id: z.uuid() }))
    .output(alertRuleSchema),

  /** Judges the kept series as the rule would have: changes nothing. */
  preview: procedure('POST', '/alerts/preview', 'What a rule would have done in the past, before it is saved', { needs: 'metrics:read' })
    .input(z.object({ rule: givenRuleSchema, fromMs: z.int(), toMs: z.int() }))
    .output(
      z.object({
        /** "Would have fired 3 times in the last 7 days, for 42 min in all." */
        sentence: z.string(),
        stepMs: z.int(),
        fired: z.array(
          z.object({ labels: z.record(z.string(), z.string()), fromMs: z.int(), toMs: z.int(), worst: z.number().nullable() }),
        ),
        /** The judged figure over the range, at most 300 points and 8 series. */
        series: z.array(seriesPointsSchema),
        threshold: z.number().nullable(),
      }),
    ),

  /** Open ones first, then by time; a page by the id of the last of the page before. */
  list: procedure('GET', '/alerts', 'Alerts, open and past', { needs: 'metrics:read' })
    .input(
      z.object({
        states: z.array(z.enum(alertStates)).max(3).default(['pending', 'firing']),
        ruleId: z.uuid().nullable().default(null),
        before: z.uuid().nullable().default(null),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ alerts: z.array(alertSchema), nextBefore: z.uuid().nullable() })),
  alert: procedure('GET', '/alerts/{id}', 'One alert and its course', { needs: 'metrics:read' })
    .input(z.object({ id: z.uuid() }))
    .output(
      z.object({
        alert: alertSchema,
        course: z.array(z.object({ atMs: z.int(), word: z.string(), by: z.string().nullable(), sentence: z.string() })),
      }),
    ),
  acknowledge: procedure('POST', '/alerts/{id}/acknowledge', 'Take an alert up: it is told no more until it resolves', {
    needs: 'alerts:acknowledge',
  })
    .input(ofRule.extend({ note: z.string().trim().max(500).default('') }))
    .output(alertSchema),
  unacknowledge: procedure('POST', '/alerts/{id}/unacknowledge', 'Give an alert back', { needs: 'alerts:acknowledge' })
    .input(ofRule)
    .output(alertSchema),

  silences: procedure('GET', '/alerts/silences', 'Silences, running and to come', { needs: 'metrics:read' }).output(z.array(silenceSchema)),
  silence: procedure('POST', '/alerts/silences', 'Keep matching alerts quiet for a time', { needs: 'alerts:acknowledge' })
    .input(
      z.object({
        match: silenceMatchSchema,
        fromMs: z.int().nullable().default(null),
        untilMs: z.int(),
        reason: z.string().trim().min(1).max(500),
      }),
    )
    .output(silenceSchema),
  endSilence: procedure('POST', '/alerts/silences/{id}/end', 'End a silence now', { needs: 'alerts:acknowledge' })
    .input(ofRule)
    .output(z.object({})),

  /** For the bell. */
  summary: procedure('GET', '/alerts/summary', 'How many alerts are open', { needs: 'metrics:read' }).output(
    z.object({
      firing: z.int(),
      pending: z.int(),
      acknowledged: z.int(),
      silenced: z.int(),
      worst: severitySchema.nullable(),
      newest: z.array(alertSchema).max(10),
    }),
  ),
}
