/** Notices that a file is another, also where it was replaced or reached through a link that was turned (as in containers). */
import { statSync } from 'node:fs'
import type { Clock } from '../../ports/clock.ts'

const lookEveryMs = 1_000

const signOf = (file: string): string | null => {
  try {
    const { mtimeMs, size, ino } = statSync(file)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    // While an editor replaces it.
    return null
  }
}

export const watchFile = (file: string, clock: Clock, onChange: () => void): void => {
  let known = signOf(file)
  const look = () => {
    const sign = signOf(file)
    if (sign !== null && sign !== known) {
      known = sign
      onChange()
    }
    clock.after(lookEveryMs, look)
  }
  clock.after(lookEveryMs, look)
}
