/** How busy processors were between two looks at their ticks. */
import type { CpuTicks } from './proc-texts.ts'

export interface CpuShare {
  /** 0 to 100; null of a first look, and where the ticks have not moved. */
  since(core: string, ticks: CpuTicks): number | null
}

export const createCpuShare = (): CpuShare => {
  const before = new Map<string, CpuTicks>()
  return {
    since: (core, ticks) => {
      const last = before.get(core)
      before.set(core, ticks)
      if (!last) return null
      // Each of these may count down: waiting is only a guess of the kernel, and a core that was taken away begins again.
      const busy = Math.max(0, ticks.busy - last.busy)
      const total = busy + Math.max(0, ticks.idle - last.idle) + Math.max(0, ticks.waiting - last.waiting)
      return total > 0 ? (busy / total) * 100 : null
    },
  }
}
