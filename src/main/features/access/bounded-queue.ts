/** Lets at most so many pieces of work run at once and so many wait; the next one is refused at once. */
import { GatehouseError } from '../../../shared/errors.ts'

export interface BoundedQueue {
  run<T>(work: () => Promise<T>): Promise<T>
}

/** `sentence` is what a refused caller is told (BUSY). */
export const createBoundedQueue = (atOnce: number, mayWait: number, sentence: string): BoundedQueue => {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    run: async (work) => {
      if (running < atOnce) running++
      else if (waiting.length >= mayWait) throw new GatehouseError('BUSY', sentence, {})
      // The one that ends hands its place on, so that nobody slips in between.
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
