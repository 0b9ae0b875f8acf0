/** The settings of the traffic as what they mean here. */

/** The one thing this feature needs of the settings. */
export interface TrafficSettings {
  get(key: 'traffic.keepDays' | 'traffic.maxMegabytes'): number
}

export interface TrafficLimits {
  keptMs: number
  maxBytes: number
}

export const trafficLimitsOf = (settings: TrafficSettings): TrafficLimits => ({
  keptMs: settings.get('traffic.keepDays') * 86_400_000,
  maxBytes: settings.get('traffic.maxMegabytes') * 1_000_000,
})
