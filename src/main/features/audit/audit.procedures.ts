/** Answers the procedures of the audit log. */
import type { auditContract } from '../../../shared/contract/audit.ts'
import type { Handlers } from '../handlers.ts'
import type { Audit } from './audit.service.ts'
import type { Exports } from './exports.service.ts'
import type { Retention } from './retention.service.ts'

export const auditHandlers = (audit: Audit, retention: Pick<Retention, 'state'>, exports: Exports): Handlers<typeof auditContract> => ({
  list: async ({ input: { before, limit, ...filter } }) => audit.list(filter, before, limit),
  entry: async ({ input }) => audit.entry(input.sequence),
  choices: async () => audit.choices(),
  size: async () => audit.size(),
  retention: async () => retention.state(),
  export: async ({ by, session, input }) => exports.prepare(by, session!, input),
  exports: async ({ session }) => exports.list(session!),
  cancelExport: async ({ session, input }) => {
    await exports.cancel(session!, input.id)
    return {}
  },
  exportManifest: async ({ session, input }) => exports.manifest(session!, input.id),
  verify: async ({ by, signal, input }) => audit.verify(by, signal, input),
  stopVerification: async () => audit.stopVerification(),
})
