/** The list of processes, looked at only when somebody asks, and at most every five seconds. */
import type { Clock } from '../../../ports/clock.ts'
import type { Machine } from './machine-reading.ts'
import { topProcesses } from './top-processes.ts'

type Listed = ReturnType<typeof topProcesses> & { atMs: number }

const everyMs = 5_000
/** A share of time needs two looks; the first one asks twice, this far apart. */
const firstLookMs = 500
/** After a longer pause the look before says nothing about now. */
const staleMs = 60_000

export const createProcessList = (options: { machine: Machine; clock: Clock; consolePid: number }) => {
  const { machine, clock } = options
  let lookedAtMs = -Infinity
  let listed: Promise<Listed> | null = null

  const look = async (warmUp: boolean): Promise<Listed> => {
    if (warmUp) {
      await machine.processes()
      await clock.sleep(firstLookMs)
    }
    return { atMs: clock.now(), ...topProcesses(await machine.processes(), options.consolePid) }
  }

  return {
    list: async (): Promise<Listed> => {
      const sinceMs = clock.monotonic() - lookedAtMs
      if (listed && sinceMs < everyMs) return listed
      lookedAtMs = clock.monotonic()
      const looking = look(sinceMs > staleMs)
      listed = looking
      // A look that failed is not an answer for five seconds.
      looking.catch(() => {
        if (listed === looking) listed = null
      })
      return looking
    },
  }
}
