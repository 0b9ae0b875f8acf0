/** Answers of the guard that somebody waits for, each told by the id of its question. */
import type { Clock } from '../../../ports/clock.ts'

export const createAwaitedAnswers = <Answer>(clock: Clock, waitMs: number) => {
  const waiting = new Map<string, (answer: Answer | null) => void>()
  return {
    /** Null where none came in time, or the guard went away. */
    wait: async (id: string): Promise<Answer | null> => {
      const { promise, resolve } = Promise.withResolvers<Answer | null>()
      waiting.set(id, resolve)
      const cancel = clock.after(waitMs, () => resolve(null))
      const answer = await promise
      cancel()
      waiting.delete(id)
      return answer
    },
    take: (id: string, answer: Answer): void => waiting.get(id)?.(answer),
    /** The guard is gone. */
    lose: (): void => {
      for (const settle of waiting.values()) settle(null)
    },
  }
}
