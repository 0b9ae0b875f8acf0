/** Wires the dashboards, whose views the metrics answer. */
import { dashboardHandlers } from '../features/dashboards/dashboards.procedures.ts'
import { createDashboards } from '../features/dashboards/dashboards.service.ts'
import type { Monitoring } from '../features/monitoring/monitoring.service.ts'
import type { Downloads } from '../features/handlers.ts'
import type { Foundation } from './foundation.ts'
import type { Part } from './part.ts'

export const wireDashboards = (foundation: Foundation, monitoring: Monitoring, downloads: Downloads) =>
  ({
    handlers: { dashboards: dashboardHandlers(createDashboards(foundation), (view, range) => monitoring.explore(view, range), downloads) },
  }) satisfies Part
