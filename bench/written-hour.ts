// Fills the finest tiers of a store with an hour and more of a machine's series, with a gap, as the console itself would have left them.
import { openTelemetry } from '../src/main/database/open-telemetry.ts'
import { encodeBlock } from '../src/main/features/monitoring/block-codec.ts'
import { addBlock } from '../src/main/features/monitoring/block.store.ts'
import { sampleOfValue } from '../src/shared/sample.ts'
import { keepSeries } from '../src/main/features/monitoring/series.store.ts'
import { floorTo, tiers } from '../src/main/features/monitoring/tiers.ts'
import { systemClock } from '../src/ports/clock.ts'
import { silentLogger } from '../src/ports/logger.ts'

type Spec = Parameters<typeof keepSeries>[1]
const gauge = (name: string, unit: Spec['unit'], middle: number, swing: number) => ({
  spec: { name, labels: {}, unit, kind: 'gauge', everyMs: 1000 } as Spec,
  /** Waves of several lengths: no two steps alike, and no randomness. */
  at: (second: number) => middle + swing * (Math.sin(second / 47) + Math.sin(second / 7.3) / 2 + Math.sin(second / 311)) * 0.4,
})
const gib = 1024 ** 3
const written = [
  gauge('machine.cpu.used', 'percent', 35, 28),
  gauge('machine.memory.used', 'bytes', 8 * gib, 0.3 * gib),
  gauge('machine.disk.write', 'bytes/s', 12e6, 11e6),
  gauge('machine.disk.read', 'bytes/s', 5e6, 4.5e6),
  gauge('machine.network.out', 'bytes/s', 22e6, 9e6),
  gauge('machine.network.in', 'bytes/s', 9e6, 5e6),
]
const writtenMs = 100 * 60_000
const gap = { fromMs: 8 * 60_000, toMs: 6.5 * 60_000 }

/** `directory` is that of a console that has been stopped. */
export const writeHour = (directory: string, nowMs: number): void => {
  const telemetry = openTelemetry({ directory, clock: systemClock, logger: silentLogger })
  telemetry.write((tx) => {
    for (const { spec, at } of written) {
      const seriesId = keepSeries(tx, spec)
      for (const { id, stepMs, blockMs } of tiers.slice(0, 2)) {
        for (let fromMs = floorTo(nowMs - writtenMs, blockMs); fromMs < nowMs; fromMs += blockMs) {
          const samples = []
          for (let atMs = fromMs; atMs < Math.min(nowMs - stepMs, fromMs + blockMs); atMs += stepMs) {
            const agoMs = nowMs - atMs
            if (agoMs > gap.fromMs || agoMs < gap.toMs) samples.push({ atMs, sample: sampleOfValue(Math.round(at(atMs / 1000))) })
          }
          if (samples.length > 0) addBlock(tx, { tier: id, seriesId, fromMs, data: encodeBlock(samples, stepMs) })
        }
      }
    }
  })
  telemetry.close()
}
