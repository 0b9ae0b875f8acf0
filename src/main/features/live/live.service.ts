/** The live feed of one window: the newest value of each topic, coalesced, so that a slow window never grows a queue. */
import type { Clock } from '../../../ports/clock.ts'
import type { CoreEvent, LiveEvents } from '../../../ports/live-events.ts'
import type { ConsoleStatus } from '../../../shared/contract/console.ts'
import { topicPermissions } from '../../../shared/contract/live.ts'
import type { LiveEvent, Topic, TrafficNow } from '../../../shared/contract/live.ts'
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { roleMay } from '../../../shared/permissions.ts'
import type { User } from '../../../shared/contract/access.ts'

export interface LiveOptions {
  events: LiveEvents
  clock: Clock
  status(): ConsoleStatus
  lastSequence(): number
  metricsNow(): MetricsNow
  trafficNow(): TrafficNow
}

const beatMs = 10_000
/** At most this often to one window. */
const restMs = 250

const topicOf = (event: CoreEvent, user: User): Topic | null => {
  switch (event.kind) {
    case 'audit-appended':
      return 'audit'
    case 'settings-changed':
      return 'settings'
    case 'session-changed':
      return event.userId === user.id ? 'sessions' : null
    case 'status-changed':
      return 'status'
    case 'metrics-sampled':
      return 'metrics'
    case 'vault-changed':
      return 'vault'
    case 'exports-changed':
      return 'exports'
    case 'incidents-changed':
      return 'incidents'
    case 'forwarding-changed':
      return 'forwarding'
    case 'traffic-arrived':
      return 'traffic'
    case 'guard-changed':
      return 'guard'
    case 'alerts-changed':
      return 'alerts'
    case 'notifications-changed':
      return 'notifications'
  }
}

export const createLive = ({ events, clock, status, lastSequence, metricsNow, trafficNow }: LiveOptions) => {
  const valueOf = (topic: Topic): LiveEvent => {
    switch (topic) {
      case 'audit':
        return { topic, lastSequence: lastSequence() }
      case 'status':
        return { topic, status: status() }
      case 'metrics':
        return { topic, now: metricsNow() }
      case 'traffic':
        return { topic, now: trafficNow() }
      case 'settings':
      case 'sessions':
      case 'vault':
      case 'exports':
      case 'incidents':
      case 'forwarding':
      case 'guard':
      case 'alerts':
      case 'notifications':
        return { topic }
    }
  }
  return {
    /** Begins with the present value of each topic. Throws NOT_PERMITTED where a topic takes more than the user may. */
    subscribe: (user: User, topics: readonly Topic[], signal: AbortSignal | undefined): AsyncGenerator<LiveEvent> => {
      for (const topic of topics) {
        const permission = topicPermissions[topic]
        if (permission && !roleMay(user.role, permission)) {
          throw new GatehouseError('NOT_PERMITTED', `The live topic ${topic} takes the permission ${permission}.`, { permission })
        }
      }
      return (async function* () {
        const changed = new Set<Topic>(topics)
        let wake: () => void = () => {}
        const unsubscribe = events.subscribe((event) => {
          const topic = topicOf(event, user)
          if (!topic || !topics.includes(topic)) return
          changed.add(topic)
          wake()
        })
        try {
          while (!signal?.aborted) {
            for (const topic of changed) {
              changed.delete(topic)
              yield valueOf(topic)
            }
            await clock.sleep(restMs, signal)
            if (changed.size > 0) continue
            const woken = await new Promise<boolean>((resolve) => {
              const cancelBeat = clock.after(beatMs, () => {
                signal?.removeEventListener('abort', end)
                resolve(false)
              })
              const end = () => {
                cancelBeat()
                // The signal lives as long as the window: what is left on it at each wake would only ever grow.
                signal?.removeEventListener('abort', end)
                resolve(true)
              }
              wake = end
              signal?.addEventListener('abort', end, { once: true })
            })
            if (!woken) yield { topic: 'beat' }
          }
        } catch (error) {
          if (!signal?.aborted) throw error
        } finally {
          unsubscribe()
        }
      })()
    },
  }
}
export type Live = ReturnType<typeof createLive>
