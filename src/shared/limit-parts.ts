/** Pieces of the policy's limits: what they count together, penalties for whoever does not stop, and the Redis that guards share. */
import { z } from 'zod'
import { ms } from './policy-parts.ts'

/** What is counted together. `class`: each caller (consumer, or else address) on all routes of one class; `session`: each session. */
export const limitLayers = ['global', 'consumer', 'source', 'route', 'consumer-route', 'source-route', 'class', 'session'] as const

/** Where what was used of a limit is kept. */
export const limitStores = ['memory', 'sqlite', 'redis'] as const

/** What routes cost the service: `generation`, `export`, `api`, `character`, or a name of one's own. */
export const resourceClassSchema = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/i, 'a class has letters, digits, - and _, at most 40')

/**
 * Whoever is refused `after` times, never `decayMs` apart, is kept out for `firstMs`; the next time `factor` times as long, up
 * to `ceilingMs`. Each `decayMs` without one makes the next a step shorter. What is refused meanwhile makes it no longer.
 */
export const penaltySchema = z.strictObject({
  after: z.int().min(1).max(1000).default(5),
  firstMs: ms(1000, 86_400_000).default(60_000),
  factor: z.number().min(1).max(10).default(2),
  ceilingMs: ms(1000, 86_400_000).default(3_600_000),
  decayMs: ms(1000, 86_400_000).default(600_000),
})
export type Penalty = z.infer<typeof penaltySchema>

/** Somebody whom a limit keeps out: until when, and how many penalties came one after another. */
export const penaltyInForceSchema = z.object({ key: z.string(), level: z.int(), untilMs: z.int() })
export type PenaltyInForce = z.infer<typeof penaltyInForceSchema>

/** One Redis or Valkey, 6.2 or newer; of a cluster the one node that has the slot of the prefix. */
export const redisSchema = z.strictObject({
  /** `rediss` is TLS, by the authorities that this machine trusts. Never with a password in it. */
  url: z
    .string()
    .max(300)
    .regex(
      /^rediss?:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:\/\d{1,3})?$/i,
      'not an address such as rediss://redis.example.com:6379',
    ),
  username: z.string().max(100).nullable().default(null),
  /** A reference like those of `injectKeys`; null: it asks for none. */
  password: z.string().max(300).nullable().default(null),
  /** Guards that count together have the same. */
  keyPrefix: z
    .string()
    .regex(/^[\w:.-]{1,60}$/, 'letters, digits and _ : . -, at most 60')
    .default('gatehouse'),
  /** No request waits longer for it. */
  timeoutMs: ms(5, 1000).default(50),
})
export type RedisSettings = z.infer<typeof redisSchema>

interface Counting {
  kind: 'window' | 'bucket'
  limit: number
  perMs: number
  burst: number
}
/** How many may come at one moment. */
export const capacityOf = ({ kind, limit, burst }: Pick<Counting, 'kind' | 'limit' | 'burst'>): number =>
  kind === 'bucket' ? burst : limit
/** So long after the last request nothing of it counts any more: the stretch of a window, or until an empty bucket is full. */
export const refillMs = ({ kind, limit, perMs, burst }: Counting): number => (kind === 'bucket' ? (burst * perMs) / limit : perMs)
