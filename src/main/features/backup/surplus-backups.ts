/** Which backups are no longer kept once a new one was found good. Pure. */
import type { FoundBackup } from './kept-backups.ts'

const keptBeforeRestoreMs = 7 * 86_400_000

export interface Surplus {
  name: string
  why: string
}

/** `keep`: so many daily ones. */
export const surplusOf = (all: readonly FoundBackup[], { keep, nowMs }: { keep: number; nowMs: number }): Surplus[] => {
  // A clock that ran ahead once must not have the ones of its days push out all that come after.
  const madeAtMs = ({ header }: FoundBackup) => (header.createdAtMs > nowMs ? -Infinity : header.createdAtMs)
  const daily = all.filter(({ header }) => header.kind === 'daily').toSorted((a, b) => madeAtMs(b) - madeAtMs(a) || 0)
  const replaced = all.filter(({ header }) => header.kind === 'before-restore' && header.createdAtMs < nowMs - keptBeforeRestoreMs)
  return [
    ...daily.slice(keep).map(({ name }) => ({ name, why: `the newest ${keep} daily ones are kept` })),
    ...replaced.map(({ name }) => ({ name, why: 'what a restore replaced is kept for seven days' })),
  ]
}
