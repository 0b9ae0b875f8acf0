/** Answers the procedures of objectives. */
import type { objectivesContract } from '../../../shared/contract/objectives.ts'
import type { Handlers } from '../handlers.ts'
import type { Objectives } from './objectives.service.ts'

export const objectiveHandlers = (objectives: Objectives): Handlers<typeof objectivesContract> => ({
  list: async () => objectives.list(),
  create: ({ by, input }) => objectives.create(by, input),
  change: ({ by, input }) => objectives.change(by, input),
  delete: async ({ by, input }) => {
    await objectives.delete(by, input)
    return {}
  },
  course: ({ input }) => objectives.course(input.id),
  preview: ({ input }) => objectives.preview(input),
})
