/** Lets at most so many pieces of work run at once and so many wait; the next one is refused at once. */
import { GatehouseError } from '../../../shared/errors.ts'

export interface BoundedQueue {
  run<T>(work: () => Promise<T>): Promise<T>
  /** Before all that `run` put there, with as many places of its own. */
  runFirst<T>(work: () => Promise<T>): Promise<T>
}

/** `sentence` is what a refused caller is told (BUSY). */
export const createBoundedQueue = (atOnce: number, mayWait: number, sentence: string): BoundedQueue => {
  let running = 0
  const first: (() => void)[] = []
  const others: (() => void)[] = []
  const runIn = async <T>(waiting: (() => void)[], work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running++
    else if (waiting.length >= mayWait) throw new GatehouseError('BUSY', sentence, {})
    // The one that ends hands its place on, so that nobody slips in between.
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = first.shift() ?? others.shift()
      if (next) next()
      else running--
    }
  }
  return {
    run: (work) => runIn(others, work),
    runFirst: (work) => runIn(first, work),
  }
}
