/** The words of an entry of the log, and what entries are filtered by. */
import { z } from 'zod'

export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const
export const severitySchema = z.enum(severities)
export type Severity = (typeof severities)[number]

export const outcomes = ['done', 'refused', 'failed'] as const
export const outcomeSchema = z.enum(outcomes)
export type Outcome = (typeof outcomes)[number]

export const actorKinds = ['user', 'anonymous', 'system', 'guard', 'consumer'] as const
export const actorSchema = z.object({ kind: z.enum(actorKinds), id: z.string().nullable(), name: z.string() })
export type Actor = z.infer<typeof actorSchema>

export const targetSchema = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() })
export type Target = z.infer<typeof targetSchema>

export const auditEntrySchema = z.object({
  sequence: z.int(),
  atMs: z.int(),
  severity: severitySchema,
  outcome: outcomeSchema,
  /** Subject and verb in the past: `session.opened`. */
  action: z.string(),
  /** One plain sentence. */
  message: z.string(),
  actor: actorSchema,
  /** Where it came from: an address, or the host's name for its own window. */
  source: z.string(),
  target: targetSchema.nullable(),
  /** Threat class, for events of the guard. */
  threatClass: z.string().nullable(),
  requestId: z.string().nullable(),
  /** How many equal events this entry stands for. */
  count: z.int(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

const several = <T extends z.ZodType>(item: T) => z.array(item).max(50).default([])

/** Empty lists filter nothing; several values of one field mean "any of", several fields mean "all of". */
export const auditFilterSchema = z.object({
  fromMs: z.int().nullable().default(null),
  toMs: z.int().nullable().default(null),
  /** `kind:id`, or `kind:` followed by the name where there is no id; see `actorKey`. */
  actors: several(z.string().max(200)),
  actions: several(z.string().max(200)),
  severities: several(severitySchema),
  outcomes: several(outcomeSchema),
  sources: several(z.string().max(200)),
  classes: several(z.string().max(200)),
  requestId: z.uuid().nullable().default(null),
  /** Words that an entry must hold, wherever they stand in it; see `search-words.ts`. Never a query language. */
  text: z.string().max(200).nullable().default(null),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

export const actorKey = (actor: Actor): string => `${actor.kind}:${actor.id ?? actor.name}`
