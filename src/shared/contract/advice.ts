/** Advice: what to change and why, from what was observed; and what somebody decided not to hear again. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { selectorSchema } from './monitoring.ts'
import { procedure } from './procedure.ts'

export const adviceRules = [
  'memory-trend',
  'disk-full',
  'busy-process',
  'stolen-time',
  'swap',
  'event-loop',
  'slow-queries',
  'slow-route',
  'failing-upstream',
  'unproved-log',
  'neglected-keys',
] as const
export type AdviceRule = (typeof adviceRules)[number]

export const adviceSchema = z.object({
  /** The rule, and what it is about: `disk-full data`. */
  id: z.string().max(200),
  rule: z.enum(adviceRules),
  severity: severitySchema,
  /** What to change, as one would say it to a colleague. */
  title: z.string(),
  /** What was observed, with its figures and the time that it was observed over. */
  evidence: z.string(),
  /** How sure that is, and why. */
  confidence: z.object({ level: z.enum(['low', 'fair', 'high']), why: z.string() }),
  /** What it brings. */
  effect: z.string(),
  steps: z.array(z.string()).min(1),
  /** The way back. */
  undo: z.string(),
  /** Where in the console it is done or seen. */
  place: z
    .object({ to: z.enum(['/metrics', '/metrics/database', '/traffic', '/routes', '/audit', '/vault', '/settings']), label: z.string() })
    .nullable(),
  /** What its chart shows, over the time that was observed; empty: there is nothing to draw. */
  selectors: z.array(selectorSchema),
  fromMs: z.int(),
  toMs: z.int(),
  /** How bad it is in the rule's own measure, rising; a dismissed one comes back when this has risen by half. */
  badness: z.number(),
})
export type Advice = z.infer<typeof adviceSchema>

export const dismissedAdviceSchema = z.object({
  id: z.string(),
  title: z.string(),
  reason: z.string(),
  by: z.string(),
  atMs: z.int(),
  /** What it would say now; null where there is nothing to say any more. */
  advice: adviceSchema.nullable(),
})
export type DismissedAdvice = z.infer<typeof dismissedAdviceSchema>

/** Every rule says how it stands, so that silence can be told from ignorance. */
export const lookedAtSchema = z.object({
  rule: z.enum(adviceRules),
  name: z.string(),
  state: z.enum(['well', 'advice', 'not-known']),
  sentence: z.string(),
})
export type LookedAt = z.infer<typeof lookedAtSchema>

const adviceId = z.string().min(1).max(200)

export const adviceContract = {
  list: procedure('GET', '/advice', 'What to change and why, the most pressing first', { needs: 'metrics:read' }).output(
    z.object({
      checkedAtMs: z.int(),
      advice: z.array(adviceSchema),
      dismissed: z.array(dismissedAdviceSchema),
      lookedAt: z.array(lookedAtSchema),
    }),
  ),
  dismiss: procedure('POST', '/advice/dismiss', 'Hear a piece of advice no more, unless it becomes worse by half', {
    needs: 'alerts:write',
  })
    .input(z.object({ id: adviceId, reason: z.string().trim().min(1).max(500) }))
    .output(z.object({})),
  restore: procedure('POST', '/advice/restore', 'Hear a dismissed piece of advice again', { needs: 'alerts:write' })
    .input(z.object({ id: adviceId }))
    .output(z.object({})),
}
