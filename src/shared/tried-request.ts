/**
 * A request that somebody tries from the console, and what became of it at each stage. Deciding alone sends nothing on;
 * sending goes through the routes like any other request. No key and no secret header is ever told back.
 */
import { z } from 'zod'
import { headerValueSchema, kb, token, writtenHeaderNameSchema } from './policy-parts.ts'
import { isAddress } from './network-address.ts'

/** Of an answer so much is shown. */
export const shownBodyBytes = 64 * kb

export const requestToTrySchema = z.strictObject({
  method: z.string().trim().min(1).max(20).regex(token, 'not a method').toUpperCase(),
  /** With its query. */
  path: z
    .string()
    .max(64 * kb)
    .regex(/^\/[\x21-\x7e]*$/, 'a path begins with / and has no spaces'),
  /** The host among them. Those that frame a message are written by the guard. */
  headers: z
    .array(z.strictObject({ name: writtenHeaderNameSchema, value: headerValueSchema }))
    .max(200)
    .default([]),
  body: z
    .string()
    .max(256 * kb)
    .default(''),
})
export type RequestToTry = z.infer<typeof requestToTrySchema>

/** Who calls. A key is used for this one request and kept nowhere. */
export const triedAsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nobody') }),
  /** As if with a key of its own that may do all that it may. */
  z.strictObject({ kind: z.literal('consumer'), consumer: z.string().max(64) }),
  z.strictObject({
    kind: z.literal('key'),
    key: z
      .string()
      .max(8000)
      .regex(/^[\x21-\x7e]+$/, 'a key has no spaces'),
  }),
])
export type TriedAs = z.infer<typeof triedAsSchema>

export const pretendedSourceSchema = z.string().max(45).refine(isAddress, 'not an address')

const shownHeaderSchema = z.object({
  name: z.string(),
  /** Null: there is one, and it is not shown. */
  value: z.string().nullable(),
})

export const triedStageSchema = z.object({
  name: z.string(),
  /** Why it stands where it stands. */
  why: z.string(),
  fails: z.enum(['open', 'closed']),
  /** `answered`: it answers by itself, and nothing goes on. */
  kind: z.enum(['passed', 'stopped', 'answered', 'let-by', 'never']),
  /** What it refused with, or would have; null where it had nothing against the request. */
  code: z.string().nullable(),
  title: z.string().nullable(),
  reason: z.string().nullable(),
  ms: z.number().nullable(),
})
export type TriedStage = z.infer<typeof triedStageSchema>

/** Why a route is not that of the request; `outranked`: it matches, and another is more particular. */
export const notChosenReasons = ['off', 'path', 'host', 'method', 'header', 'outranked'] as const

export const triedSchema = z.object({
  id: z.string(),
  policyRevision: z.int(),
  tookMs: z.number(),
  /** Who called, as the guard sees it. */
  source: z.string(),
  route: z.string().nullable(),
  consumer: z.string().nullable(),
  stages: z.array(triedStageSchema),
  /** Of the other routes those that came nearest. */
  notChosen: z.array(z.object({ route: z.string(), why: z.enum(notChosenReasons), detail: z.string().nullable() })),
  moreNotChosen: z.int(),
  limits: z.array(z.object({ limit: z.string(), left: z.number(), resetMs: z.number(), waitMs: z.number() })),
  /** What goes on to the target, or would; null where nothing does. */
  sent: z
    .object({
      upstream: z.string(),
      target: z.string(),
      method: z.string(),
      path: z.string(),
      headers: z.array(shownHeaderSchema),
      bodyBytes: z.int(),
    })
    .nullable(),
  /** Null where none came, or none was asked for. */
  answer: z
    .object({
      by: z.enum(['guard', 'target']),
      status: z.int(),
      headers: z.array(shownHeaderSchema),
      /** The beginning of it; empty where it is no text. */
      body: z.string(),
      bodyBytes: z.int(),
      /** There was more, which is not shown. */
      isCut: z.boolean(),
      isText: z.boolean(),
    })
    .nullable(),
  /** What stood in the way beside the stages, in a sentence. */
  problem: z.string().nullable(),
})
export type Tried = z.infer<typeof triedSchema>
