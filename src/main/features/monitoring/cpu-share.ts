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
      const total = ticks.total - last.total
      if (total <= 0) return null
      // A core that was taken away and came back counts down.
      return Math.min(100, Math.max(0, ((ticks.busy - last.busy) / total) * 100))
    },
  }
}
