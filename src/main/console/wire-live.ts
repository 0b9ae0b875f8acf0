/** Wires the live feed: the newest value of each topic, from whoever knows it. */
import { liveHandler } from '../features/live/live.procedures.ts'
import { createLive } from '../features/live/live.service.ts'
import type { LiveOptions } from '../features/live/live.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export interface WireLiveOptions extends Pick<LiveOptions, 'status' | 'metricsNow' | 'trafficNow'> {
  /** Of the log, as it is now. */
  lastSequence: number
}

export const wireLive = (foundation: Foundation, options: WireLiveOptions) => {
  let { lastSequence } = options
  foundation.events.subscribe((event) => {
    if (event.kind === 'audit-appended') lastSequence = event.lastSequence
  })
  const live = createLive({ ...foundation, ...options, lastSequence: () => lastSequence })
  return { handlers: { live: liveHandler(live) } } satisfies Part
}
