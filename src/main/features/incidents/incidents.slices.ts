/** What the reader worker answers for this feature. */
import { scanLog } from './log-reading.store.ts'

export const incidentSlices = { 'incidents.scan': scanLog }
export type IncidentSlices = typeof incidentSlices
