/** Answers the procedures of the metrics. */
import type { monitoringContract } from '../../../shared/contract/monitoring.ts'
import type { Handlers } from '../handlers.ts'
import type { ChartFiles } from './chart-files.service.ts'
import type { Monitoring } from './monitoring.service.ts'
import type { Profiles } from './profile.service.ts'

export const monitoringHandlers = (
  monitoring: Monitoring,
  profiles: Profiles,
  chartFiles: ChartFiles,
): Handlers<typeof monitoringContract> => ({
  now: async () => monitoring.now(),
  series: async () => monitoring.series(),
  query: async ({ input }) => monitoring.query(input),
  exportCsv: async ({ input, session }) => chartFiles.csv(session!, input),
  exportDrawnCsv: async ({ input, session }) => chartFiles.drawnCsv(session!, input),
  exportPicture: async ({ input, session }) => chartFiles.picture(session!, input),
  annotations: async ({ input }) => monitoring.annotations(input.fromMs, input.toMs),
  health: async () => monitoring.health(),
  processes: async () => monitoring.processes(),
  profile: async ({ input, by, session, signal }) => profiles.record(by, session!, input.kind, input.seconds, signal),
})
