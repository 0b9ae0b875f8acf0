/** The setting that a mistyped key most likely means. Pure. */
import { settingKeys } from './settings.registry.ts'
import type { SettingKey } from './settings.registry.ts'

/** Levenshtein, Vladimir (1966): insertions, deletions and replacements from one text to another. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)))
    row = next
  }
  return row[to.length]!
}

/** Null where none is near. */
export const nearestKey = (key: string): SettingKey | null => {
  if (key.length > 80) return null
  const lower = key.toLowerCase()
  const last = lower.split('.').at(-1)
  let best: { key: SettingKey; far: number } | null = null
  for (const known of settingKeys) {
    const far = distance(lower, known.toLowerCase())
    if (!best || far < best.far) best = { key: known, far }
  }
  if (best && best.far <= Math.max(3, key.length / 5)) return best.key
  // Only the groups before the last word are wrong or missing.
  const alike = settingKeys.filter((known) => known.toLowerCase().split('.').at(-1) === last)
  return alike.length === 1 ? alike[0]! : null
}
