/** Kills a forwarding console in the middle of it, again and again on one directory, and holds what arrived against the log. */
import { expect, vi } from 'vitest'
import { startHttpReceiver } from './http-receiver.ts'
import { killOnce } from './kill-program.ts'
import { makeTestDirectory } from './open-test-database.ts'
import { openTestForwarding } from './open-test-forwarding.ts'

interface Records {
  resourceLogs: { scopeLogs: { logRecords: { attributes: { key: string; value: { intValue?: string } }[] }[] }[] }[]
}
const sequencesIn = (body: string): number[] =>
  (JSON.parse(body) as Records).resourceLogs[0]!.scopeLogs[0]!.logRecords.flatMap(({ attributes }) => {
    const found = attributes.find(({ key }) => key === 'gatehouse.sequence')?.value.intValue
    return found === undefined ? [] : Number(found)
  })

export const killForwarderTimes = async (times: number, random: () => number = Math.random): Promise<void> => {
  const directory = makeTestDirectory()
  let turn = 0
  // A third of what it gets it does not answer, although it has it.
  const receiver = await startHttpReceiver({ answer: () => (turn++ % 3 === 2 ? 'close' : 200) })
  for (let time = 0; time < times; time++) {
    const until = receiver.received.length + 2 + Math.floor(random() * 20)
    await killOnce(new URL('./forward-until-killed.ts', import.meta.url), [directory, receiver.url], () =>
      vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(until), { timeout: 60_000, interval: 1 }),
    )
  }

  const opened = openTestForwarding(directory)
  const { id } = opened.forwarding.list()[0]!
  await opened.caughtUp(id)
  const batches = receiver.received.map(({ body }) => sequencesIn(body)).filter((batch) => batch.length > 0)
  let seen = 0
  for (const batch of batches) {
    expect(batch).toEqual(batch.map((_, index) => batch[0]! + index))
    // Either the next ones, or one that was there before as a whole.
    if (batch[0]! > seen) expect(batch[0]).toBe(seen + 1)
    else expect(batches.some((other) => other !== batch && JSON.stringify(other) === JSON.stringify(batch))).toBe(true)
    seen = Math.max(seen, batch.at(-1)!)
  }
  expect(seen).toBe(opened.lastSequence())
  expect(batches.length).toBeGreaterThan(new Set(batches.map((batch) => batch[0])).size)
}
