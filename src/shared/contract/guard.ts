/** The guard as the console runs it: its process, its policy with history and undo, consumers' keys, limits in use. */
import { z } from 'zod'
import { consumerKeySchema } from '../consumer.ts'
import { issuerStateSchema, judgedTokenSchema } from '../issuer.ts'
import { limitStores, penaltyInForceSchema } from '../limit-parts.ts'
import { policyEditSchema } from '../policy-edits.ts'
import { limitSchema, policySchema } from '../policy.ts'
import { pretendedSourceSchema, requestToTrySchema, triedAsSchema, triedSchema } from '../tried-request.ts'
import { telemetryStateSchema, telemetryTriedSchema } from '../telemetry-state.ts'
import { listenerTlsStateSchema } from '../tls-state.ts'
import { procedure } from './procedure.ts'

const faultSchema = z.object({
  /** Where in the policy: `routes.3.upstream`. */
  path: z.string(),
  message: z.string(),
})
export type PolicyFault = z.infer<typeof faultSchema>

export const guardStateSchema = z.object({
  /** `away`: it should run and does not answer; the console starts it again. */
  process: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('starting') }),
    z.object({ kind: z.literal('running'), pid: z.int(), sinceMs: z.int() }),
    z.object({ kind: z.literal('away'), sinceMs: z.int(), problem: z.string(), nextTryAtMs: z.int() }),
  ]),
  /** Of the policy that is kept; 0 where none was ever made. */
  revision: z.int(),
  /** Of the policy that the guard serves by; null where it serves by none. */
  servedRevision: z.int().nullable(),
  /** Why the newest policy is not served by. */
  refused: z.array(faultSchema),
  /** Listeners with the port they are really on. */
  ports: z.record(z.string(), z.int()),
  passThrough: z.boolean(),
  requestsNow: z.int(),
  /** Where limits should be counted. */
  limitStore: z.enum(limitStores),
  /** Why limits are not counted where they should be; null: they are. */
  limitsProblem: z.string().nullable(),
  /** Since when they are counted in Redis; null where they are not. */
  limitsRedisSinceMs: z.int().nullable(),
  /** How the keys of issuers of tokens are; those that are off are not told. */
  issuers: z.array(issuerStateSchema),
  /** Certificates on the ports that speak TLS. */
  tls: z.array(listenerTlsStateSchema),
  /** What is sent by OpenTelemetry; null: nothing, or the guard is not there. */
  telemetry: telemetryStateSchema.nullable(),
  /** Records that wait on disk for the console. */
  spilledBytes: z.int(),
  upstreams: z.array(
    z.object({
      id: z.string(),
      targets: z.array(z.object({ url: z.string(), well: z.boolean(), active: z.int() })),
    }),
  ),
})
export type GuardState = z.infer<typeof guardStateSchema>

const limitProposalSchema = z.object({
  layer: z.enum(['source-route', 'consumer-route', 'route']),
  limit: z.int(),
  perMs: z.int(),
  /** So many were seen: addresses, consumers, or the route as one. */
  callers: z.int(),
  /** Who sent the most in any such time, and how much; the key is empty for the route as one. */
  busiest: z.object({ key: z.string(), requests: z.int() }),
  /** In the time that was seen. */
  wouldRefuse: z.object({ requests: z.int(), callers: z.int() }),
})
export type LimitProposal = z.infer<typeof limitProposalSchema>

const routeProposalsSchema = z.object({
  route: z.string(),
  /** Let through in the time that was seen; null where there were none. */
  requests: z.int(),
  fromMs: z.int().nullable(),
  toMs: z.int().nullable(),
  /** Less than 100 requests, or less than an hour: figures would be chance. */
  tooLittle: z.boolean(),
  /** Of too many requests no record is kept, so nobody knows what each address sent. */
  unrecorded: z.boolean(),
  /** More came than a limit can count. */
  tooMuch: z.boolean(),
  proposals: z.array(limitProposalSchema),
})
export type RouteProposals = z.infer<typeof routeProposalsSchema>

export const policyChangeSchema = z.object({
  revision: z.int(),
  atMs: z.int(),
  actorName: z.string(),
  /** Plain sentences, one for each edit. */
  sentences: z.array(z.string()),
})

const ofRevision = z.object({
  /** The revision that was looked at; another meanwhile is a CONFLICT. */
  revision: z.int().min(0),
})
/** What is allowed and yet worth a second look: "Nobody could get in: …". */
const warningsSchema = z.array(z.string())

/** What is sent, and what is judged by edits that are not in force, needs `guard:write`. */
export const tryInputSchema = z.object({
  request: requestToTrySchema,
  as: triedAsSchema.default({ kind: 'nobody' }),
  /** An address to pretend; only where nothing is sent. */
  source: pretendedSourceSchema.nullable().default(null),
  /** False: nothing goes to the target, no limit is used up, nothing is recorded. */
  sends: z.boolean().default(false),
  /** Edits of this revision to judge by, beside the policy in force; only where nothing is sent. */
  draft: ofRevision
    .extend({ edits: z.array(policyEditSchema).min(1).max(50) })
    .nullable()
    .default(null),
})
export type TryInput = z.infer<typeof tryInputSchema>

const tryOutputSchema = z.object({
  /** By the policy in force. */
  now: triedSchema,
  /** By the edits, with what they change and what is to be thought of. */
  draft: z.object({ tried: triedSchema, sentences: z.array(z.string()), warnings: warningsSchema }).nullable(),
})
export type TryOutput = z.infer<typeof tryOutputSchema>

export const guardContract = {
  state: procedure('GET', '/guard', 'How the guard is', { needs: 'guard:read' }).output(guardStateSchema),

  policy: procedure('GET', '/guard/policy', 'The policy that is kept', { needs: 'guard:read' }).output(policySchema),

  check: procedure('POST', '/guard/policy/check', 'What edits would do, without doing it', { needs: 'guard:read' })
    .input(ofRevision.extend({ edits: z.array(policyEditSchema).min(1).max(50) }))
    .output(z.object({ faults: z.array(faultSchema), warnings: warningsSchema, sentences: z.array(z.string()) })),

  edit: procedure('POST', '/guard/policy', 'Edit the policy; the guard serves by it at once', { needs: 'guard:write' })
    .input(ofRevision.extend({ edits: z.array(policyEditSchema).min(1).max(50) }))
    .output(z.object({ revision: z.int(), warnings: warningsSchema })),

  tryRequest: procedure('POST', '/guard/try', 'Try a request: what each stage decides, and, if it is sent, what is answered', {
    needs: 'guard:read',
  })
    .input(tryInputSchema)
    .output(tryOutputSchema),

  history: procedure('GET', '/guard/policy/history', 'Changes of the policy, newest first', { needs: 'guard:read' })
    .input(z.object({ before: z.int().nullable().default(null) }).prefault({}))
    .output(z.array(policyChangeSchema)),

  restore: procedure('POST', '/guard/policy/restore', 'Serve by an earlier policy again', { needs: 'guard:write' })
    .input(ofRevision.extend({ to: z.int().min(0) }))
    .output(z.object({ revision: z.int(), warnings: warningsSchema })),

  issueKey: procedure('POST', '/guard/consumers/{consumer}/keys', 'Make an API key for a consumer; it is shown this once', {
    needs: 'guard:write',
    returnsSecret: true,
  })
    .input(
      z.object({
        consumer: z.string(),
        scopes: z.array(z.string().max(60)).max(50).nullable().default(null),
        expiresAtMs: z.int().nullable().default(null),
      }),
    )
    .output(z.object({ key: z.string(), kept: consumerKeySchema.omit({ hash: true }), revision: z.int() })),

  revokeKey: procedure('POST', '/guard/consumers/{consumer}/keys/{key}/revoke', 'Revoke an API key; it is refused at once', {
    needs: 'guard:write',
  })
    .input(z.object({ consumer: z.string(), key: z.string() }))
    .output(z.object({ revision: z.int() })),

  judgeToken: procedure('POST', '/guard/tokens/judge', 'What a token says, and what becomes of it; it is kept nowhere', {
    needs: 'guard:read',
  })
    .input(z.object({ token: z.string().min(1).max(16_384) }))
    .output(judgedTokenSchema),

  tryTelemetry: procedure('POST', '/guard/telemetry/try', 'Have the guard send a test by OpenTelemetry', { needs: 'guard:write' }).output(
    z.array(telemetryTriedSchema),
  ),

  start: procedure('POST', '/guard/start', 'Start the guard', { needs: 'guard:write' }).output(guardStateSchema),
  stop: procedure('POST', '/guard/stop', 'Stop the guard: its routes stop serving', { needs: 'guard:write' }).output(guardStateSchema),

  limitProposals: procedure('GET', '/guard/limits/proposals', 'Limits that the traffic of routes suggests', { needs: 'guard:read' }).output(
    z.array(routeProposalsSchema),
  ),

  limitsInUse: procedure('GET', '/guard/limits', 'Who is near or over a limit', { needs: 'guard:read' }).output(
    z.array(
      z.object({
        limit: limitSchema,
        /** Counted in how many keys (consumers, sources …). */
        keys: z.int(),
        /** The fewest left first, at most 20. */
        nearest: z.array(z.object({ key: z.string(), left: z.int() })),
        /** Since the guard counts the limit as it is: how often it was asked, and refused or, in dry run, would have. */
        asked: z.int(),
        refused: z.int(),
        /** Null: the guard did not tell yet. */
        sinceMs: z.int().nullable(),
        /** Whom it keeps out, the longest first. */
        penalties: z.array(penaltyInForceSchema),
      }),
    ),
  ),

  liftPenalty: procedure('POST', '/guard/limits/{limit}/lift', 'Let somebody whom a limit keeps out come again', { needs: 'guard:write' })
    .input(z.object({ limit: z.string().max(64), key: z.string().max(500) }))
    .output(z.object({ lifted: z.boolean() })),
}
