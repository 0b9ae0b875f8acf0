/** Answers the procedures of the audit log. */
import type { auditContract } from '../../../shared/contract/audit.ts'
import type { Handlers } from '../handlers.ts'
import type { Audit } from './audit.service.ts'
import type { Retention } from './retention.service.ts'

export const auditHandlers = (audit: Audit, retention: Pick<Retention, 'state'>): Handlers<typeof auditContract> => ({
  list: async ({ input: { before, limit, ...filter } }) => audit.list(filter, before, limit),
  entry: async ({ input }) => audit.entry(input.sequence),
  choices: async () => audit.choices(),
  size: async () => audit.size(),
  retention: async () => retention.state(),
  verify: async ({ by, signal }) => audit.verify(by, signal),
})
