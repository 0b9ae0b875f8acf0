/** Wires the alerts: rules over the metrics, told to whoever notifies. */
import { alertHandlers } from '../features/alerts/alerts.procedures.ts'
import { createAlerts } from '../features/alerts/alerts.service.ts'
import type { AlertsOptions } from '../features/alerts/alerts.service.ts'
import type { Monitoring } from '../features/monitoring/monitoring.service.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export interface WireAlertsOptions extends Pick<AlertsOptions, 'burnOf' | 'notify'> {
  monitoring: Monitoring
}

export const wireAlerts = (foundation: Foundation, { monitoring, burnOf, notify }: WireAlertsOptions) => {
  const alerts = createAlerts({
    ...foundation,
    reader: foundation.longReader,
    series: monitoring,
    resolve: (range) => monitoring.resolve(range),
    burnOf,
    notify,
  })
  const part = {
    handlers: { alerts: alertHandlers(alerts) },
    start: () => alerts.start(),
    // What fires is entered: before the last entry.
    settle: () => alerts.stop(),
  } satisfies Part
  return { ...part, alerts }
}
