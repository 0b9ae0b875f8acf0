/** Which processes use most, and which are the console's own. */
import type { MachineProcess } from '../../../shared/contract/monitoring.ts'
import type { RunningProcess } from './machine-reading.ts'

const shownTop = 15
const listedBy = [(one: RunningProcess) => one.cpuPercent, (one: RunningProcess) => one.memoryBytes]

/** The console itself, and whatever it started or what that started. */
const ownOf = (running: readonly RunningProcess[], consolePid: number): Map<number, string> => {
  const own = new Map([[consolePid, 'console']])
  for (let before = 0; before < own.size;) {
    before = own.size
    for (const { pid, parentPid } of running) if (own.has(parentPid) && !own.has(pid)) own.set(pid, 'started by the console')
  }
  return own
}

/** The top is that of processor and that of memory, joined. */
export const topProcesses = (running: readonly RunningProcess[], consolePid: number): { top: MachineProcess[]; own: MachineProcess[] } => {
  const own = ownOf(running, consolePid)
  const shownOf = ({ pid, name, cpuPercent, memoryBytes }: RunningProcess): MachineProcess => ({
    pid,
    name,
    cpuPercent: Math.round(cpuPercent * 10) / 10,
    memoryBytes,
    own: own.get(pid) ?? null,
  })
  const chosen = new Set(listedBy.flatMap((by) => running.toSorted((a, b) => by(b) - by(a)).slice(0, shownTop)))
  return {
    top: [...chosen].toSorted((a, b) => b.cpuPercent - a.cpuPercent || b.memoryBytes - a.memoryBytes).map(shownOf),
    own: running.filter(({ pid }) => own.has(pid)).map(shownOf),
  }
}
