/** Requests that went through the guard, live and past, one by one and in figures. */
import { z } from 'zod'
import { procedure } from './procedure.ts'

export const requestRecordSchema = z.object({
  id: z.string(),
  atMs: z.int(),
  tookMs: z.number(),
  source: z.string(),
  method: z.string(),
  /** Null where no route was found. */
  route: z.string().nullable(),
  /** The route's path, not the caller's. */
  template: z.string().nullable(),
  consumer: z.string().nullable(),
  keyId: z.string().nullable(),
  /** The issuer of its token, and behind `~` a short form of whom it names unless that is the consumer; null: no token told it. */
  caller: z.string().nullable().default(null),
  upstream: z.string().nullable(),
  target: z.string().nullable(),
  /** 0 where no answer began. */
  status: z.int(),
  /** A code of `refusal.ts`; null where the answer is the target's. */
  refusal: z.string().nullable(),
  reason: z.string().nullable(),
  /** What pass-through or a dry run let by. */
  overlooked: z.array(z.string()),
  brokenOff: z.enum(['by-caller', 'by-upstream']).nullable(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** Milliseconds by stage, in the order of the pipeline; stages that were not reached are absent. */
  stages: z.array(z.object({ name: z.string(), ms: z.number() })),
  upstreamMs: z.number().nullable(),
  query: z.record(z.string(), z.string()).nullable(),
  policyRevision: z.int(),
  /** Of OpenTelemetry. `told`: a collector is sent it; else only the service behind knows its id. Null: the policy had no traces. */
  trace: z
    .object({ id: z.string().regex(/^[0-9a-f]{32}$/), told: z.boolean() })
    .nullable()
    .default(null),
  /** Who tried it from the console; null: a caller's own. */
  triedBy: z.string().nullable().default(null),
})
export type RequestRecord = z.infer<typeof requestRecordSchema>

const several = <T extends z.ZodType>(item: T) => z.array(item).max(50).default([])
export const trafficFilterSchema = z.object({
  fromMs: z.int().nullable().default(null),
  toMs: z.int().nullable().default(null),
  routes: several(z.string().max(100)),
  consumers: several(z.string().max(100)),
  sources: several(z.string().max(100)),
  methods: several(z.string().max(20)),
  /** `2` is 200 to 299; `0`: no answer. */
  statusClasses: several(z.int().min(0).max(5)),
  refusals: several(z.string().max(60)),
  /** Only those that took at least so long. */
  leastMs: z.number().nullable().default(null),
})
export type TrafficFilter = z.infer<typeof trafficFilterSchema>

/** What happened in a stretch of time, of all requests, also those of which no record is kept. */
export const trafficTotalsSchema = z.object({
  fromMs: z.int(),
  toMs: z.int(),
  requests: z.int(),
  refused: z.int(),
  /** Answers of 500 and above, and none at all. */
  failed: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  /** Requests of which the guard declared that it kept no record. */
  unrecorded: z.int(),
})
export type TrafficTotals = z.infer<typeof trafficTotalsSchema>

export const trafficContract = {
  list: procedure('POST', '/traffic/requests', 'Requests, newest first; answered in slices', { needs: 'guard:read' })
    .input(
      z.object({
        filter: trafficFilterSchema,
        before: z.string().nullable().default(null),
        limit: z.int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ requests: z.array(requestRecordSchema), nextBefore: z.string().nullable(), searchedBackToMs: z.int().nullable() })),

  request: procedure('GET', '/traffic/requests/{id}', 'One request, stage by stage', { needs: 'guard:read' })
    .input(z.object({ id: z.string().max(64) }))
    .output(z.object({ request: requestRecordSchema, routeName: z.string().nullable(), consumerName: z.string().nullable() })),

  totals: procedure('GET', '/traffic/totals', 'Traffic of a period, and of the one before', { needs: 'guard:read' })
    .input(z.object({ fromMs: z.int(), toMs: z.int() }))
    .output(z.object({ now: trafficTotalsSchema, before: trafficTotalsSchema })),

  /** The busiest first. */
  top: procedure('GET', '/traffic/top', 'Busiest routes, consumers and sources of a period', { needs: 'guard:read' })
    .input(z.object({ fromMs: z.int(), toMs: z.int(), limit: z.int().min(1).max(50).default(10) }))
    .output(
      z.object({
        routes: z.array(z.object({ id: z.string(), requests: z.int(), refused: z.int(), failed: z.int(), p95Ms: z.number().nullable() })),
        consumers: z.array(z.object({ id: z.string(), requests: z.int(), refused: z.int() })),
        sources: z.array(z.object({ source: z.string(), requests: z.int(), refused: z.int() })),
      }),
    ),
}
