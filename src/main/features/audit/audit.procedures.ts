/** Answers the procedures of the audit log. */
import type { auditContract } from '../../../shared/contract/audit.ts'
import type { Handlers } from '../handlers.ts'
import type { Audit } from './audit.service.ts'
import type { Exports } from './exports.service.ts'
import type { Figures } from './figures.service.ts'
import type { Reports } from './reports.service.ts'
import type { Retention } from './retention.service.ts'
import type { SavedFilters } from './saved-filters.service.ts'

export interface AuditParts {
  audit: Audit
  figures: Figures
  savedFilters: SavedFilters
  retention: Pick<Retention, 'state'>
  exports: Exports
  reports: Reports
}

export const auditHandlers = ({
  audit,
  figures,
  savedFilters,
  retention,
  exports,
  reports,
}: AuditParts): Handlers<typeof auditContract> => ({
  list: async ({ input: { before, limit, ...filter } }) => audit.list(filter, before, limit),
  entry: async ({ input }) => audit.entry(input.sequence),
  choices: async () => audit.choices(),
  size: async () => audit.size(),
  histogram: async ({ input: { filter, bars, before, toMs } }) => figures.histogram(filter, bars, before, toMs),
  statistics: async ({ input: { fromMs, toMs, top } }) => figures.statistics(fromMs, toMs, top),
  savedFilters: async ({ session }) => savedFilters.list(session!),
  saveFilter: async ({ session, input }) => savedFilters.save(session!, input.name, input.query),
  deleteFilter: async ({ session, input }) => {
    savedFilters.delete(session!, input.id)
    return {}
  },
  retention: async () => retention.state(),
  export: async ({ by, session, input }) => exports.prepare(by, session!, input),
  exports: async ({ session }) => exports.list(session!),
  cancelExport: async ({ session, input }) => {
    await exports.cancel(session!, input.id)
    return {}
  },
  exportManifest: async ({ session, input }) => exports.manifest(session!, input.id),
  report: ({ by, session, input, signal }) => reports.make(by, session!, input, signal),
  verify: async ({ by, signal, input }) => audit.verify(by, signal, input),
  stopVerification: async () => audit.stopVerification(),
})
