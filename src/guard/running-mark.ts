/** A file that is there while the guard runs: found at a start, it says that the guard before did not end in order, and about when. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

export interface RunningMark {
  /** When the guard before was last seen, in UTC milliseconds; null where it ended in order. */
  endedBadlyAfterMs: number | null
  touch(nowMs: number): void
  remove(): void
}

export const openRunningMark = (file: string, nowMs: number): RunningMark => {
  let endedBadlyAfterMs: number | null = null
  try {
    endedBadlyAfterMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    // There was none.
  }
  const touch = (atMs: number) => {
    try {
      writeFileSync(file, String(atMs), { mode: 0o600 })
    } catch {
      // A full disk: the time is then older than it should be.
    }
  }
  touch(nowMs)
  return { endedBadlyAfterMs, touch, remove: () => rmSync(file, { force: true }) }
}
