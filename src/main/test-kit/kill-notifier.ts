/** Kills a console that notifies in the middle of it, again and again on one directory, and holds what arrived against what fired. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, vi } from 'vitest'
import { startHttpReceiver } from './http-receiver.ts'
import { killOnce } from './kill-program.ts'
import { makeTestDirectory } from './open-test-database.ts'

interface Told {
  data: { dedupKey: string; alerts: { id: string }[] }
}
const program = new URL('./notify-until-killed.ts', import.meta.url)

export const killNotifierTimes = async (times: number, random: () => number = Math.random): Promise<void> => {
  const directory = makeTestDirectory()
  let turn = 0
  // A third of what it gets it does not answer, although it has it.
  const receiver = await startHttpReceiver({ answer: () => (turn++ % 3 === 2 ? 'close' : 200) })
  const args = [directory, receiver.url, String(Date.now())]
  for (let time = 0; time < times; time++) {
    const until = receiver.received.length + 5 + Math.floor(random() * 30)
    await killOnce(program, args, () =>
      vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(until), { timeout: 60_000, interval: 1 }),
    )
  }
  const path = program.pathname
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args, 'drain'], { maxBuffer: 1e8 })
  const fired = JSON.parse(stdout) as string[]

  const deliveriesOf = new Map<string, Set<string>>()
  const bodiesOf = new Map<string, Set<string>>()
  for (const { body, headers } of receiver.received) {
    const id = headers['webhook-id'] as string
    bodiesOf.set(id, (bodiesOf.get(id) ?? new Set()).add(body))
    for (const alert of (JSON.parse(body) as Told).data.alerts)
      deliveriesOf.set(alert.id, (deliveriesOf.get(alert.id) ?? new Set()).add(id))
  }
  expect(fired.length).toBeGreaterThan(times)
  // Nothing is lost, nothing told that did not fire; what came twice came as it was, under one id.
  expect([...deliveriesOf.keys()].toSorted()).toEqual(fired.toSorted())
  expect([...deliveriesOf.values()].filter((ids) => ids.size !== 1)).toEqual([])
  expect([...bodiesOf.values()].filter((bodies) => bodies.size !== 1)).toEqual([])
  expect(receiver.received.length).toBeGreaterThan(bodiesOf.size)
}
