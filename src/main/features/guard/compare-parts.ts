/** What is different between two versions of a part of a policy, and how it is told. Pure. */
import type { Severity, Target } from '../../../shared/contract/audit-filter.ts'

export interface PolicyChange {
  sentence: string
  severity: Severity
  target: Target
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
export const unlessSame = <T>(a: T, b: T, words: (value: T) => string): string[] => (same(a, b) ? [] : [words(b)])

/** Added, removed and changed ones of a list, told apart by their ids. */
export const compare = <T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
  told: { added(one: T): PolicyChange; removed(one: T): PolicyChange; changed(from: T, to: T): PolicyChange | null },
): PolicyChange[] => {
  const known = new Map(before.map((one) => [one.id, one]))
  const stays = new Set(after.map(({ id }) => id))
  return [
    ...before.filter(({ id }) => !stays.has(id)).map(told.removed),
    ...after.flatMap((one) => {
      const from = known.get(one.id)
      if (!from) return [told.added(one)]
      const change = same(from, one) ? null : told.changed(from, one)
      return change ? [change] : []
    }),
  ]
}
