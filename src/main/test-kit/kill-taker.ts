/** Kills a console that takes batches between commit and acknowledgement, again and again; the guard sends again what it was not told of. */
import { expect } from 'vitest'
import { numberedBatch } from './any-traffic.ts'
import { killAfterLines } from './kill-program.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { openTestTraffic } from './open-test-traffic.ts'

export const killTakerTimes = async (times: number, random: () => number = Math.random): Promise<void> => {
  const directory = makeTestDirectory()
  let acknowledged = 0
  for (let time = 0; time < times; time++) {
    const lines = 1 + Math.floor(random() * 60)
    const numbers = await killAfterLines(new URL('./take-until-killed.ts', import.meta.url), [directory, `${acknowledged + 1}`], lines)
    // What it had told meanwhile died on the way: to the guard it was never acknowledged.
    acknowledged = Number(numbers[lines - 1])
  }
  const opened = openTestTraffic({ directory })
  // The guard's clock is not behind that of the console.
  opened.clock.advance((acknowledged + 1_000) * 700)
  for (let number = acknowledged + 1; number <= acknowledged + 1_000; number++) await opened.traffic.takeBatch(numberedBatch(number))
  opened.clock.advance(610_000)
  const sent = Array.from({ length: acknowledged + 1_000 }, (_, at) => numberedBatch(at + 1))
  const requests = sent.flatMap((batch) => batch.counts).reduce((sum, one) => sum + one.requests, 0)
  const stored = opened.telemetry.read((db) =>
    db.get<{ n: number; ids: number }>('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM traffic_request')!,
  )
  const totals = opened.telemetry.read((db) =>
    db.all<{ n: number }>(
      'SELECT sum(requests) AS n FROM traffic_total GROUP BY step_ms UNION ALL SELECT sum(requests) FROM traffic_unrecorded GROUP BY step_ms',
    ),
  )
  const unrecorded = sent.reduce((sum, batch) => sum + batch.unrecorded, 0)
  expect(totals.map(({ n }) => n)).toEqual([requests, requests, unrecorded, unrecorded])
  expect(stored).toEqual({ n: requests - unrecorded, ids: requests - unrecorded })
  const charted = [...opened.steps(0, 'guard.requests').values()].reduce((sum, one) => sum + one.sum, 0)
  expect(charted).toBe(requests)
}
