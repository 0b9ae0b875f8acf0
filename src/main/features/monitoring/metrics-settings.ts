/** The settings of the metrics as what they mean here. */
import type { KeptMs } from './tiers.ts'

export interface RecordingLimits {
  keptMs: KeptMs
  maxBytes: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The one thing this feature needs of the settings. */
export interface MetricsSettings {
  get(
    key:
      | 'metrics.everySeconds'
      | 'metrics.keep.secondsHours'
      | 'metrics.keep.tenSecondsDays'
      | 'metrics.keep.minutesDays'
      | 'metrics.keep.hoursDays'
      | 'metrics.maxMegabytes',
  ): number
}

export const everyMsOf = (settings: MetricsSettings): number => settings.get('metrics.everySeconds') * 1000

export const limitsOf = (settings: MetricsSettings): RecordingLimits => ({
  keptMs: [
    settings.get('metrics.keep.secondsHours') * hourMs,
    settings.get('metrics.keep.tenSecondsDays') * dayMs,
    settings.get('metrics.keep.minutesDays') * dayMs,
    settings.get('metrics.keep.hoursDays') * dayMs,
  ],
  maxBytes: settings.get('metrics.maxMegabytes') * 1_000_000,
})
