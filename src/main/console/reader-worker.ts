/** The reader's worker: answers the slices of all features. */
import { serveSlices } from '../database/serve-slices.ts'
import { previewSlices } from '../features/alerts/preview.slices.ts'
import { auditSlices } from '../features/audit/audit.slices.ts'
import { databaseFileSlices } from '../features/databases/database-files.slices.ts'
import { indexTrialSlices } from '../features/databases/index-trial.slices.ts'
import { forwardingSlices } from '../features/forwarding/forwarding.slices.ts'
import { incidentSlices } from '../features/incidents/incidents.slices.ts'
import { monitoringSlices } from '../features/monitoring/monitoring.slices.ts'
import { trafficSlices } from '../features/traffic/traffic.slices.ts'

const slices = { ...auditSlices, ...forwardingSlices, ...incidentSlices, ...databaseFileSlices, ...indexTrialSlices }
const telemetrySlices = { ...monitoringSlices, ...trafficSlices, ...previewSlices(monitoringSlices['metrics.steps']) }
export type ConsoleSlices = typeof slices & typeof telemetrySlices

serveSlices(slices, telemetrySlices)
