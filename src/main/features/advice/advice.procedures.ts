/** Answers the procedures of advice. */
import type { adviceContract } from '../../../shared/contract/advice.ts'
import type { Handlers } from '../handlers.ts'
import type { AdviceService } from './advice.service.ts'

export const adviceHandlers = (advice: AdviceService): Handlers<typeof adviceContract> => ({
  list: async () => advice.list(),
  dismiss: async ({ by, input }) => {
    await advice.dismiss(by, input)
    return {}
  },
  restore: async ({ by, input }) => {
    await advice.restore(by, input.id)
    return {}
  },
})
