/** The traffic of the guard: taken in batch by batch, kept for a while, told live and asked for. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { TrafficNow } from '../../../shared/contract/live.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Reader } from '../../database/reader.ts'
import type { Telemetry } from '../../database/telemetry.ts'
import { createIngest } from './ingest.service.ts'
import type { TrafficBatch } from './ingest.service.ts'
import { createNewestTraffic } from './newest-traffic.ts'
import { requestOf } from './request.store.ts'
import { createTrafficRetention } from './retention.service.ts'
import { createSentReading } from './sent.service.ts'
import type { SeriesSink } from './series-sink.ts'
import { keptBytes } from './taken.store.ts'
import { createTrafficReading } from './traffic-reading.service.ts'
import { trafficLimitsOf } from './traffic-settings.ts'
import type { TrafficSettings } from './traffic-settings.ts'
import type { TrafficSlices } from './traffic.slices.ts'

export interface TrafficOptions {
  telemetry: Telemetry
  reader: Reader<TrafficSlices>
  /** For what takes long, so that nobody at a screen waits behind it. */
  longReader: Reader<TrafficSlices>
  clock: Clock
  events: LiveEvents
  logger: Logger
  settings: TrafficSettings
  series: SeriesSink
  /** A guard is connected: its silence means that nothing happens. */
  guardIsThere(): boolean
  /** What the policy calls them now; null of what it does not know any more. */
  names: { route(id: string): string | null; consumer(id: string): string | null }
}

const lookEveryMs = 1_000

export const createTraffic = (options: TrafficOptions) => {
  const { telemetry, clock, events } = options
  const ingest = createIngest(options)
  const newest = createNewestTraffic()
  const retention = createTrafficRetention({ ...options, limits: () => trafficLimitsOf(options.settings) })
  const reading = createTrafficReading(options)
  let cancelNext = () => {}

  const plan = () => {
    cancelNext = clock.after(lookEveryMs, () => {
      ingest.look()
      retention.look()
      plan()
    })
  }

  return {
    start: plan,
    stop: () => cancelNext(),

    /** Resolves once it is committed, also of one that was taken before; rejects where nothing of it is kept. In the order of numbers, one at a time. */
    takeBatch: async (batch: TrafficBatch): Promise<void> => {
      if (!ingest.take(batch)) return
      newest.put(batch.requests, batch.counts)
      events.publish({ kind: 'traffic-arrived' })
    },

    now: (): TrafficNow => newest.now(),
    /** Of telemetry.db. */
    keptBytes: (): number => telemetry.read(keptBytes),

    list: reading.list,
    totals: reading.totals,
    top: reading.top,
    /** Of the last days, from what limits are proposed. */
    sentOnRoutes: createSentReading({ reader: options.longReader, clock }),
    request: (id: string) => {
      const request = telemetry.read((db) => requestOf(db, id))
      if (!request) throw new GatehouseError('NOT_FOUND', 'There is no record of such a request, or not any more.', {})
      const { route, consumer } = request
      return {
        request,
        routeName: route === null ? null : options.names.route(route),
        consumerName: consumer === null ? null : options.names.consumer(consumer),
      }
    },
  }
}
export type Traffic = ReturnType<typeof createTraffic>
