// Reads how much processor time a process has used: what a request costs is told by it best where others use the machine, too.
import { readdirSync, readFileSync } from 'node:fs'

/** Seconds, of all its threads. Null where the system does not tell (it is Linux that does). */
export const processorSeconds = (pid: number): number | null => {
  if (process.platform !== 'linux') return null
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
    } catch {
      // A thread that ended meanwhile.
    }
  }
  return nanoseconds / 1e9
}
