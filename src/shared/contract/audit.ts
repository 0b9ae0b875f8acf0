/** The audit log: browse, one entry with its place in the chain, verify. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure.ts'

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
  requestId: z.uuid().nullable().default(null),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

export const actorKey = (actor: Actor): string => `${actor.kind}:${actor.id ?? actor.name}`

export const signedHeadSchema = z.object({
  sequence: z.int(),
  atMs: z.int(),
  hash: z.string(),
  keyId: z.string(),
})
export type SignedHead = z.infer<typeof signedHeadSchema>

const chainLinkSchema = z.object({ sequence: z.int(), atMs: z.int(), hash: z.string(), previousHash: z.string() })

export const entryProofSchema = z.object({
  /**
   * `proved`: its hash and its neighbours' are right and a signed head above it holds.
   * `unsigned`: right, but no signed head covers it yet. `broken`: what is stored does not match its hash or its neighbour.
   */
  state: z.enum(['proved', 'unsigned', 'broken']),
  reason: z.string().nullable(),
  /** Where the chain does not hold: this entry, or one between it and the head that would prove it. */
  brokenAt: z.int().nullable(),
  entry: chainLinkSchema,
  newer: chainLinkSchema.nullable(),
  older: chainLinkSchema.nullable(),
  /** The first signed head at or above the entry. */
  head: signedHeadSchema.nullable(),
})
export type EntryProof = z.infer<typeof entryProofSchema>

export const auditEntryDetailSchema = z.object({
  entry: auditEntrySchema,
  detail: z.record(z.string(), z.unknown()),
  proof: entryProofSchema,
  related: z.object({ sameRequest: z.int(), sameActorToday: z.int() }),
})
export type AuditEntryDetail = z.infer<typeof auditEntryDetailSchema>

export const breakKinds = [
  'changed',
  'missing',
  'inserted',
  'unlinked',
  'cut',
  'rewritten',
  'head-forged',
  'counter-wrong',
  'unreadable',
] as const
export const verdictSchema = z.object({
  intact: z.boolean(),
  checked: z.int(),
  firstSequence: z.int(),
  lastSequence: z.int(),
  /** The newest head whose signature holds and whose hash is that of its entry; null in a log that was never signed. */
  head: signedHeadSchema.nullable(),
  /** Entries above that head: right by their hashes, not yet covered by a signature. */
  unsigned: z.int(),
  /** Where the newest head is also kept outside the database; null where nowhere. */
  keptIn: z.string().nullable(),
  /** The first entry that is not as it was written. */
  broken: z
    .object({
      kind: z.enum(breakKinds),
      sequence: z.int(),
      atMs: z.int().nullable(),
      /** A plain sentence that names what is wrong. */
      sentence: z.string(),
    })
    .nullable(),
  /** What one can show an auditor. */
  sentence: z.string(),
  tookMs: z.int(),
})
export type Verdict = z.infer<typeof verdictSchema>

export const verifyEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), checked: z.int(), total: z.int() }),
  z.object({ kind: z.literal('verdict'), verdict: verdictSchema }),
])
export type VerifyEvent = z.infer<typeof verifyEventSchema>

export const auditContract = {
  list: procedure('GET', '/audit/entries', 'Entries, newest first, paged by sequence', { needs: 'audit:read' })
    .input(
      auditFilterSchema.extend({
        /** Entries below this sequence; null begins at the newest. */
        before: z.int().nullable().default(null),
        limit: z.int().min(1).max(100).default(100),
      }),
    )
    .output(
      z.object({
        entries: z.array(auditEntrySchema),
        /** Where the next page begins; null at the end of the log. */
        nextBefore: z.int().nullable(),
        /** How far back this slice has searched; a slice may be empty and yet not the last. */
        searchedBackToMs: z.int().nullable(),
      }),
    ),

  entry: procedure('GET', '/audit/entries/{sequence}', 'One entry, whole, with its place in the chain', { needs: 'audit:read' })
    .input(z.object({ sequence: z.coerce.number().int().min(1) }))
    .output(auditEntryDetailSchema),

  choices: procedure('GET', '/audit/choices', 'What the log can be filtered by', { needs: 'audit:read' }).output(
    z.object({ actors: z.array(actorSchema), actions: z.array(z.string()) }),
  ),

  size: procedure('GET', '/audit/size', 'How many entries there are, and the newest', { needs: 'audit:read' }).output(
    z.object({ firstSequence: z.int(), lastSequence: z.int(), entries: z.int() }),
  ),

  verify: procedure('POST', '/audit/verify', 'Verify the whole log; progress, then the verdict', { needs: 'audit:verify' }).output(
    eventIterator(verifyEventSchema),
  ),
}
