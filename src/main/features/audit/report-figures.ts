/** What a report of a period tells, in whatever form. */
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import type { Verdict } from '../../../shared/contract/audit.ts'
import type { Incident, ThreatLevel } from '../../../shared/contract/incidents.ts'
import type { ManifestHead } from './export-manifest.ts'

/** What was going on; read with the report, for whoever reads it. */
export interface Situation {
  level: ThreatLevel
  /** Of the period, the newest activity first. */
  incidents: readonly Incident[]
}

export interface Report {
  installationId: string
  statistics: AuditStatistics
  verdict: Verdict
  /** The newest one, in full; null in a log that was never signed. */
  head: ManifestHead | null
  situation: Situation | null
  madeAtMs: number
  madeBy: string
}

/** Of events; 0 where there were none. */
export const refusedShare = ({ refused, events }: { refused: number; events: number }): number => (events === 0 ? 0 : refused / events)
