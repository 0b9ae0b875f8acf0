/** The audit log: browse, one entry with its place in the chain, verify. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { auditExportContract } from './audit-export.ts'
import { auditFiguresContract } from './audit-figures.ts'
import { actorSchema, auditEntrySchema, auditFilterSchema } from './audit-filter.ts'
import { savedFiltersContract } from './audit-saved-filters.ts'
import { procedure } from './procedure.ts'

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
  'index-wrong',
] as const
/** Whether what is there is as it was written. */
const integritySchema = z.object({ holds: z.boolean(), sentence: z.string() })
/** Whether all is there that was ever written: up to which signed head, kept where outside the database. */
const completenessSchema = z.object({
  /** `unknown`: no signed head, or none whose signature could be checked. */
  state: z.enum(['complete', 'incomplete', 'unknown']),
  sentence: z.string(),
})

export const verdictSchema = z.object({
  /** Integrity holds and completeness is not refuted. */
  intact: z.boolean(),
  integrity: integritySchema,
  completeness: completenessSchema,
  checked: z.int(),
  firstSequence: z.int(),
  lastSequence: z.int(),
  /** The newest head whose signature holds and whose hash is that of its entry; null in a log that was never signed. */
  head: signedHeadSchema.nullable(),
  /** Entries above that head: right by their hashes, not yet covered by a signature. */
  unsigned: z.int(),
  /** Where that head is also kept outside the database. */
  keptIn: z.array(z.string()),
  /** Entries up to this one were dropped by retention, as a signed head says. */
  horizon: z.object({ sequence: z.int(), hash: z.string() }).nullable(),
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
  /** `resumedFrom`: how many were checked by an earlier run that this one goes on from. */
  z.object({
    kind: z.literal('progress'),
    phase: z.enum(['entries', 'index']),
    checked: z.int(),
    total: z.int(),
    resumedFrom: z.int().nullable(),
  }),
  z.object({ kind: z.literal('stopped'), checked: z.int(), total: z.int() }),
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
    z.object({
      actors: z.array(actorSchema),
      actions: z.array(z.string()),
      sources: z.array(z.string()),
      classes: z.array(z.string()),
    }),
  ),

  size: procedure('GET', '/audit/size', 'How many entries there are, and the newest', { needs: 'audit:read' }).output(
    z.object({ firstSequence: z.int(), lastSequence: z.int(), entries: z.int() }),
  ),

  /** Leaving does not stop it; `verify` again attaches to the run, and after a stop goes on from there unless `restart`. */
  verify: procedure('POST', '/audit/verify', 'Verify the whole log; progress, then the verdict', { needs: 'audit:verify' })
    .input(
      z
        .object({
          restart: z.boolean().default(false),
          /** Begins nothing: joins the run under way, or tells where one was stopped (`stopped`), or ends at once. For a window that comes back. */
          attachOnly: z.boolean().default(false),
        })
        .prefault({}),
    )
    .output(eventIterator(verifyEventSchema)),

  stopVerification: procedure('POST', '/audit/verify/stop', 'Stop the verification under way', { needs: 'audit:verify' }).output(
    z.object({}),
  ),

  ...auditFiguresContract,
  ...auditExportContract,
  ...savedFiltersContract,
}
