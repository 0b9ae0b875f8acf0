/** Kills a recording console again and again on one directory, and holds every tier against what had been told as written. */
import { expect } from 'vitest'
import { tiers } from '../features/monitoring/tiers.ts'
import { killAfterLines } from './kill-program.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { openTestTelemetry, stepsByForce } from './open-test-telemetry.ts'

const startMs = Date.UTC(2026, 10, 21, 8)

export const killRecorderTimes = async (times: number, random: () => number = Math.random): Promise<void> => {
  const directory = makeTestDirectory()
  const told: { atMs: number; value: number }[] = []
  let fromMs = startMs
  for (let time = 0; time < times; time++) {
    const moments = await killAfterLines(
      new URL('./record-until-killed.ts', import.meta.url),
      [directory, `${fromMs}`],
      1 + Math.floor(random() * 2_000),
    )
    const lastMs = Number(moments.at(-1))
    for (let atMs = fromMs; atMs <= lastMs; atMs += 1000) told.push({ atMs, value: (atMs / 1000) % 1009 })
    const opened = openTestTelemetry({ directory })
    const kept = opened.steps(0)
    // One more may have been written than was told.
    const nextMs = lastMs + 1000
    if (kept.has(nextMs)) told.push({ atMs: nextMs, value: (nextMs / 1000) % 1009 })
    for (const { id, stepMs } of tiers) {
      const steps = [...opened.steps(id)].toSorted(([a], [b]) => a - b)
      const expected = [...stepsByForce(told, stepMs)]
      expect(
        steps.map(([atMs, { weight, sum, min, max }]) => [atMs, weight, Math.round(sum), min, max]),
        `tier ${id} after kill ${time}`,
      ).toEqual(expected.map(([atMs, { weight, sum, min, max }]) => [atMs, weight, sum, min, max]))
    }
    opened.telemetry.close()
    fromMs = told.at(-1)!.atMs + 1000
  }
}
