/** Answers the procedures of incidents. */
import type { incidentsContract } from '../../../shared/contract/incidents.ts'
import type { Handlers } from '../handlers.ts'
import type { Incidents } from './incidents.service.ts'

export const incidentHandlers = (incidents: Incidents): Handlers<typeof incidentsContract> => ({
  level: async () => incidents.level(),
  list: async ({ input }) => incidents.list(input.state, input.before, input.limit),
  get: async ({ input }) => incidents.get(input.id),
  people: async () => incidents.people(),
  assign: ({ by, input }) => incidents.assign(by, input),
  note: ({ by, input }) => incidents.note(by, input),
  close: ({ by, input }) => incidents.close(by, input),
  reopen: ({ by, input }) => incidents.reopen(by, input),
})
