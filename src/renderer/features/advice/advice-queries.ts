/** What the pages ask of advice, and how it is dismissed and brought back. */
import type { Advice } from '../../../shared/contract/advice.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { toastDone, toastProblem } from '../../ui/toast.tsx'

/** The core judges as often. */
const lookAgainMs = 5 * 60_000

export const adviceOptions = orpc.advice.list.queryOptions({ refetchInterval: lookAgainMs, staleTime: 30_000 })

const renewAdvice = (): Promise<void> => queryClient.invalidateQueries({ queryKey: orpc.advice.key() })

export const restoreAdvice = async (id: string): Promise<void> => {
  try {
    await client.advice.restore({ id })
    toastDone({ title: 'You will hear this advice again' })
  } catch (error) {
    toastProblem({ title: 'The advice was not brought back', text: describeProblem(error).sentence })
  } finally {
    void renewAdvice()
  }
}

/** Throws what the core refused. */
export const dismissAdvice = async ({ id }: Advice, reason: string): Promise<void> => {
  await client.advice.dismiss({ id, reason })
  toastDone({
    title: 'The advice was dismissed',
    text: 'It comes back if what it is about becomes worse by half.',
    action: { label: 'Undo', run: () => void restoreAdvice(id) },
  })
  void renewAdvice()
}
