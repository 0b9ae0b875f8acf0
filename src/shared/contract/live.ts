/** The one live subscription of a window: coalesced, the newest value of each topic. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import type { Permission } from '../permissions.ts'
import { consoleStatusSchema } from './console.ts'
import { metricsNowSchema } from './monitoring.ts'
import { procedure } from './procedure.ts'
import { requestRecordSchema } from './traffic.ts'

/** Each topic with the permission it needs; null: any open session. */
export const topicPermissions = {
  audit: 'audit:read',
  settings: 'settings:read',
  sessions: null,
  status: null,
  metrics: 'metrics:read',
  vault: 'vault:list',
  exports: 'audit:export',
  incidents: 'audit:read',
  forwarding: 'settings:read',
  guard: 'guard:read',
  traffic: 'guard:read',
  alerts: 'metrics:read',
  notifications: 'metrics:read',
} as const satisfies Record<string, Permission | null>
export type Topic = keyof typeof topicPermissions
export const topics = Object.keys(topicPermissions) as [Topic, ...Topic[]]

/** The newest requests, newest first, at most 50; and the last seconds in figures, of all requests, the newest still growing. */
export const trafficNowSchema = z.object({
  requests: z.array(requestRecordSchema),
  /** So many records came in since the console started: what of them was not among `requests` of any event is missed. */
  recorded: z.int(),
  seconds: z.array(z.object({ atMs: z.int(), requests: z.int(), refused: z.int(), failed: z.int() })),
})
export type TrafficNow = z.infer<typeof trafficNowSchema>

export const liveEventSchema = z.discriminatedUnion('topic', [
  /** The newest entry of the log. */
  z.object({ topic: z.literal('audit'), lastSequence: z.int() }),
  /** Some setting changed. */
  z.object({ topic: z.literal('settings') }),
  /** Some of one's own sessions changed. */
  z.object({ topic: z.literal('sessions') }),
  z.object({ topic: z.literal('status'), status: consoleStatusSchema }),
  /** Some key of the vault changed, or was used. */
  z.object({ topic: z.literal('vault') }),
  /** Some export of the log began, went on or ended. */
  z.object({ topic: z.literal('exports') }),
  /** Some incident or the threat level changed. */
  z.object({ topic: z.literal('incidents') }),
  /** Some destination of the log, or how far it is, changed. */
  z.object({ topic: z.literal('forwarding') }),
  /** The guard's process, its policy, or how it is; at most once a second. */
  z.object({ topic: z.literal('guard') }),
  /** Some rule, alert, silence or objective changed. */
  z.object({ topic: z.literal('alerts') }),
  /** Some contact point, or what became of a message, changed. */
  z.object({ topic: z.literal('notifications') }),
  /** The newest figures, at most once a second. */
  z.object({ topic: z.literal('metrics'), now: metricsNowSchema }),
  /** Requests went through the guard. */
  z.object({ topic: z.literal('traffic'), now: trafficNowSchema }),
  /** Nothing new; sent every 10 s so that a dead connection is noticed. */
  z.object({ topic: z.literal('beat') }),
])
export type LiveEvent = z.infer<typeof liveEventSchema>

/** The stream ends within a second of lock, sign-out, revoke, expiry or a change of role. */
export const live = procedure('GET', '/live', 'The live feed of this window', { needs: 'session' })
  .input(z.object({ topics: z.array(z.enum(topics)).min(1).max(topics.length) }))
  .output(eventIterator(liveEventSchema))
