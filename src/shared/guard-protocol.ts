/**
 * What console and guard say to each other over a local socket in the data directory (0600; a named pipe on Windows).
 * Frames: four bytes of length (big-endian, at most `mostFrameBytes`), then JSON in UTF-8. Each side first proves that it
 * knows the token of the file `guard.token` (0600) by HMAC-SHA-256 over both nonces, so that neither gives it to a
 * stranger who took the other's place. Then the console sends policies and credit, the guard batches and its state.
 * A batch stays with the guard until it is acknowledged; numbers rise over restarts of either side.
 */
import { z } from 'zod'
import { browserFindingsSchema } from './browser-findings.ts'
import { requestRecordSchema } from './contract/traffic.ts'
import { penaltyInForceSchema } from './limit-parts.ts'
import { issuerStateSchema, judgedTokenSchema } from './issuer.ts'
import { telemetryStateSchema, telemetryTriedSchema } from './telemetry-state.ts'
import { requestToTrySchema, triedAsSchema, triedSchema } from './tried-request.ts'
import { listenerTlsStateSchema } from './tls-state.ts'

export const protocolVersion = 1
export const mostFrameBytes = 64 * 1024 * 1024

const nonce = z.string().regex(/^[0-9a-f]{64}$/)
export const challengeSchema = z.object({ t: z.literal('challenge'), version: z.int(), nonce })
export const proofSchema = z.object({ t: z.literal('proof'), mac: z.string().regex(/^[0-9a-f]{64}$/) })

/** Something of the guard's that belongs into the log; equal ones are joined before they are sent. */
export const guardEventSchema = z.object({
  atMs: z.int(),
  lastAtMs: z.int(),
  count: z.int().min(1),
  kind: z.enum([
    'refused',
    'connection-refused',
    'target-down',
    'target-up',
    'policy-refused',
    'lost-records',
    'spill-filling',
    'key-used',
    'limits-apart',
    'limits-together',
    'certificate-ends',
    'certificate-kept',
    'certificate-taken',
    'issuer-keys-away',
    'issuer-keys-back',
    'issuer-keys-changed',
  ]),
  /** Of a refusal: its code. */
  code: z.string().nullable(),
  source: z.string().nullable(),
  route: z.string().nullable(),
  consumer: z.string().nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type GuardEvent = z.infer<typeof guardEventSchema>

/** Counters and a histogram of one combination over one second; every request is in exactly one. */
export const trafficCountsSchema = z.object({
  secondMs: z.int(),
  route: z.string().nullable(),
  consumer: z.string().nullable(),
  upstream: z.string().nullable(),
  /** Hundreds; 0: no answer. */
  statusClass: z.int(),
  refused: z.boolean(),
  requests: z.int(),
  bytesIn: z.int(),
  bytesOut: z.int(),
  /** Pairs of bucket and count, buckets as in `histogram.ts`, of milliseconds. */
  took: z.array(z.tuple([z.int(), z.int()])),
  tookSumMs: z.number(),
  tookMinMs: z.number(),
  tookMaxMs: z.number(),
})
export type TrafficCounts = z.infer<typeof trafficCountsSchema>

export const tryOrderSchema = z.object({
  /** That the request shall have. */
  id: z.string(),
  request: requestToTrySchema,
  as: triedAsSchema,
  /** An address to pretend; only where nothing is sent. */
  source: z.string().nullable(),
  sends: z.boolean(),
  /** Who tries, by name. */
  by: z.string(),
  /** A policy to judge by instead of the one in force; only where nothing is sent. `available`: references of keys that could be had. */
  draft: z.object({ policy: z.unknown(), available: z.array(z.string()) }).nullable(),
})
export type TryOrder = z.infer<typeof tryOrderSchema>

export const toGuardSchema = z.discriminatedUnion('t', [
  /** `secrets`: what the references of the policy stand for; one that is absent cannot be had now. */
  z.object({ t: z.literal('policy'), policy: z.unknown(), secrets: z.record(z.string(), z.string()) }),
  z.object({ t: z.literal('ack'), batch: z.int() }),
  /** So many more batches may be sent. */
  z.object({ t: z.literal('credit'), batches: z.int().min(1) }),
  z.object({ t: z.literal('stop'), graceMs: z.int() }),
  /** Whoever a limit keeps out may come again. */
  z.object({ t: z.literal('lift-penalty'), limit: z.string().max(64), key: z.string().max(500) }),
  /** Answered by `token-judged`; kept nowhere. */
  z.object({ t: z.literal('judge-token'), id: z.string().max(64), token: z.string().max(16_384) }),
  /** Sends something by OpenTelemetry at once; answered by `telemetry-tried`. */
  z.object({ t: z.literal('try-telemetry'), id: z.string().max(64) }),
  /** Somebody tries a request; answered by `tried` with the same id. */
  z.object({ t: z.literal('try'), order: tryOrderSchema }),
])
export type ToGuard = z.infer<typeof toGuardSchema>

export const tryAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), tried: triedSchema }),
  z.object({ ok: z.literal(false), problem: z.string() }),
])
export type TryAnswer = z.infer<typeof tryAnswerSchema>

export const toConsoleSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('telemetry-tried'), id: z.string(), tried: z.array(telemetryTriedSchema) }),
  z.object({ t: z.literal('tried'), id: z.string(), answer: tryAnswerSchema }),
  z.object({
    t: z.literal('hello'),
    pid: z.int(),
    startedAtMs: z.int(),
    servedRevision: z.int().nullable(),
    ports: z.record(z.string(), z.int()),
  }),
  z.object({
    t: z.literal('applied'),
    revision: z.int(),
    ok: z.boolean(),
    faults: z.array(z.object({ path: z.string(), message: z.string() })),
    ports: z.record(z.string(), z.int()),
  }),
  z.object({
    t: z.literal('batch'),
    number: z.int(),
    requests: z.array(requestRecordSchema),
    counts: z.array(trafficCountsSchema),
    events: z.array(guardEventSchema),
    /** Requests since the last batch of which no record is kept; all are in `counts`. */
    unrecorded: z.int(),
  }),
  /** Null: no issuer is known. */
  z.object({ t: z.literal('token-judged'), id: z.string(), judged: judgedTokenSchema.nullable() }),
  /** What was learnt of browsers since it was told last. A guard that ends may lose the last second of it. */
  browserFindingsSchema.extend({ t: z.literal('browsers') }),
  z.object({
    t: z.literal('state'),
    requestsNow: z.int(),
    spilledBytes: z.int(),
    memoryBytes: z.int(),
    upstreams: z.array(z.object({ id: z.string(), targets: z.array(z.object({ url: z.string(), well: z.boolean(), active: z.int() })) })),
    limits: z.array(
      z.object({
        limit: z.string(),
        keys: z.int(),
        nearest: z.array(z.object({ key: z.string(), left: z.int() })),
        /** Since the limit holds as it is: how often it was asked, and refused or, in dry run, would have. */
        asked: z.int().default(0),
        refused: z.int().default(0),
        sinceMs: z.int().default(0),
        penalties: z.array(penaltyInForceSchema).default([]),
      }),
    ),
    /** Why limits are not counted where they should be. */
    limitsProblem: z.string().nullable().default(null),
    /** Since when they are counted in Redis; null where they are not. */
    limitsRedisSinceMs: z.int().nullable().default(null),
    issuers: z.array(issuerStateSchema).default([]),
    tls: z.array(listenerTlsStateSchema).default([]),
    telemetry: telemetryStateSchema.nullable().default(null),
  }),
])
export type ToConsole = z.infer<typeof toConsoleSchema>
