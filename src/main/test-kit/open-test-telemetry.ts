/** A real telemetry.db in a directory of its own, with one gauge to write and read. */
import { onTestFinished } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { openTelemetry } from '../database/open-telemetry.ts'
import type { Telemetry } from '../database/telemetry.ts'
import type { Measured } from '../../shared/measured.ts'
import type { RecordingLimits } from '../features/monitoring/metrics-settings.ts'
import { readSteps } from '../features/monitoring/query-series.store.ts'
import { createRecording } from '../features/monitoring/recording.service.ts'
import type { Recording } from '../features/monitoring/recording.service.ts'
import { mergeSamples, sampleOfValue } from '../../shared/sample.ts'
import type { Sample } from '../../shared/sample.ts'
import { tiers } from '../features/monitoring/tiers.ts'
import { createHandClock } from './hand-clock.ts'
import { makeTestDirectory } from './open-test-database.ts'

const yearMs = 366 * 86_400_000
const forever: RecordingLimits = { keptMs: tiers.map(() => 100 * yearMs), maxBytes: 1e12 }

export const gaugeOf = (value: number, name = 'thing.size', labels: Record<string, string> = {}): Measured => ({
  name,
  labels,
  unit: 'count',
  kind: 'gauge',
  everyMs: 1_000,
  sample: sampleOfValue(value),
})

export const openTestTelemetry = (given: { directory?: string; limits?: RecordingLimits } = {}) => {
  const directory = given.directory ?? makeTestDirectory()
  const clock = createHandClock()
  const open = () => openTelemetry({ directory, clock, logger: silentLogger })
  const record = (telemetry: Telemetry) => createRecording({ telemetry, logger: silentLogger, limits: () => given.limits ?? forever })
  let telemetry = open()
  let recording: Recording = record(telemetry)
  onTestFinished(() => telemetry.close())
  return {
    directory,
    clock,
    get telemetry() {
      return telemetry
    },
    get recording() {
      return recording
    },
    /** As after an end of any kind. */
    reopen: () => {
      telemetry.close()
      telemetry = open()
      recording = record(telemetry)
    },
    /** All upkeep that is due at this time. */
    keepInOrder: (nowMs: number) => {
      while (recording.upkeepStep(nowMs));
    },
    /** The series as one tier answers it, by step. */
    steps: (tier: number, name = 'thing.size'): Map<number, Sample> => {
      const { stepMs } = tiers[tier]!
      const resolution = { tier: tiers[tier]!, stepMs, fromMs: 0, toMs: 1e15 }
      const [found] = telemetry.read((db) => readSteps(db, { series: [{ name, labels: {} }], resolution }))
      return found?.steps ?? new Map<number, Sample>()
    },
  }
}
export type TestTelemetry = ReturnType<typeof openTestTelemetry>

/** What a tier must answer, told by brute force from everything that was ever written. */
export const stepsByForce = (written: readonly { atMs: number; value: number }[], stepMs: number): Map<number, Sample> => {
  const steps = new Map<number, Sample>()
  for (const { atMs, value } of written) {
    const step = Math.floor(atMs / stepMs) * stepMs
    const earlier = steps.get(step)
    steps.set(step, earlier ? mergeSamples(earlier, sampleOfValue(value)) : sampleOfValue(value))
  }
  return steps
}
