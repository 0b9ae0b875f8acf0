/** Traffic over a real telemetry.db and real series, with a clock moved by hand and slices that run at once. */
import { onTestFinished } from 'vitest'
import { createLiveEvents } from '../../ports/live-events.ts'
import { silentLogger } from '../../ports/logger.ts'
import type { Reader } from '../database/reader.ts'
import { createRecording } from '../features/monitoring/recording.service.ts'
import { createTraffic } from '../features/traffic/traffic.service.ts'
import { trafficSlices } from '../features/traffic/traffic.slices.ts'
import type { TrafficSlices } from '../features/traffic/traffic.slices.ts'
import { openTestTelemetry } from './open-test-telemetry.ts'

export const openTestTraffic = (given: { directory?: string; guardIsThere?: boolean; keepDays?: number; maxMegabytes?: number } = {}) => {
  const opened = openTestTelemetry(given.directory === undefined ? {} : { directory: given.directory })
  const { clock } = opened
  const events = createLiveEvents()
  const settings = { 'traffic.keepDays': given.keepDays ?? 7, 'traffic.maxMegabytes': given.maxMegabytes ?? 2_000 }
  const make = () => {
    const { telemetry } = opened
    const reader: Reader<TrafficSlices> = {
      // As what comes from a worker.
      run: async (name, input) =>
        structuredClone(telemetry.read((db) => (trafficSlices[name] as (db: unknown, input: unknown) => unknown)(db, input))) as never,
      close: async () => {},
    }
    return createTraffic({
      telemetry,
      reader,
      longReader: reader,
      clock,
      events,
      logger: silentLogger,
      settings: { get: (key) => settings[key] },
      series: createRecording({ telemetry, logger: silentLogger, limits: () => ({ keptMs: [1e15, 1e15, 1e15, 1e15], maxBytes: 1e12 }) }),
      guardIsThere: () => given.guardIsThere ?? false,
      names: { route: (id) => (id === 'shop' ? 'Shop' : null), consumer: () => null },
    })
  }
  let traffic = make()
  traffic.start()
  onTestFinished(() => traffic.stop())
  return {
    clock,
    events,
    settings,
    steps: opened.steps,
    get telemetry() {
      return opened.telemetry
    },
    get traffic() {
      return traffic
    },
    restart: () => {
      traffic.stop()
      opened.reopen()
      traffic = make()
      traffic.start()
    },
  }
}
