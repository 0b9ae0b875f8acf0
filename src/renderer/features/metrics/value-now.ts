/** One figure out of the newest. */
import type { MetricsNow } from '../../../shared/contract/monitoring.ts'
import { seriesKey } from './series-window.ts'

/** null where the platform does not offer it. */
export const valueNow = (now: MetricsNow, name: string, labels: Record<string, string> = {}): number | null => {
  const key = seriesKey({ name, labels })
  return now.values.find((one) => one.name === name && seriesKey(one) === key)?.value ?? null
}
