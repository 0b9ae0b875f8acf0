/** Answers the procedures of the databases. */
import type { databasesContract } from '../../../shared/contract/databases.ts'
import type { Handlers } from '../handlers.ts'
import type { DatabaseJobs } from './database-jobs.service.ts'
import type { Databases } from './databases.service.ts'

export const databasesHandlers = (databases: Databases, jobs: DatabaseJobs): Handlers<typeof databasesContract> => ({
  queries: async () => databases.queries(),
  query: async ({ input }) => databases.query(input.name),
  files: async () => databases.files(),
  jobs: async () => jobs.list(),
  start: async ({ input, by }) => jobs.start(by, input),
  cancel: async ({ input, by }) => {
    await jobs.cancel(by, input.id)
    return {}
  },
})
