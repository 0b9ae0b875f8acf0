import { expect, test } from 'vitest'
import type { AuditEntry, AuditFilter } from '../../../shared/contract/audit-filter.ts'
import { createArrivals } from './arrivals.ts'

const entry = (sequence: number) => ({ sequence, atMs: sequence }) as AuditEntry

/** A log that grows by hand and a list that shows it; pauses pass when told. */
const bench = () => {
  let log: number[] = [3, 2, 1]
  let list: AuditEntry[] = log.map(entry)
  const pauses: (() => void)[] = []
  const known: number[] = []
  let restarts = 0
  let mostRead = 100
  const arrivals = createArrivals({
    filter: {} as AuditFilter,
    newestListed: () => list[0]?.sequence ?? 0,
    add: (entries) => (list = [...entries, ...list]),
    renew: (entries) => (list = [...entries]),
    restart: () => (restarts += 1),
    readNewer: async (_filter, above) => {
      known.push(above)
      const newer = log.filter((sequence) => sequence > above)
      return { entries: newer.slice(0, mostRead).map(entry), whole: newer.length <= mostRead }
    },
    after: (_ms, run) => void pauses.push(run),
  })
  return {
    arrivals,
    known,
    write: (...sequences: number[]) => {
      log = [...sequences.toReversed(), ...log]
      return arrivals.catchUp(log[0]!)
    },
    pass: () => pauses.splice(0).forEach((run) => run()),
    listed: () => list.map(({ sequence }) => sequence),
    held: () => arrivals.state.get().held.map(({ sequence }) => sequence),
    restarts: () => restarts,
    readAtMost: (count: number) => (mostRead = count),
  }
}

test('at the top of a live list new entries are shown at once, and are fresh', async () => {
  const { arrivals, write, listed } = bench()
  await write(4, 5)
  expect(listed()).toEqual([5, 4, 3, 2, 1])
  expect(arrivals.state.get().freshAbove).toBe(3)
})

test('scrolled away, they are held until one is at the top again', async () => {
  const { arrivals, write, pass, listed, held } = bench()
  arrivals.setPlace({ atTop: false })
  await write(4)
  pass()
  await write(5)
  expect([listed(), held()]).toEqual([
    [3, 2, 1],
    [5, 4],
  ])
  arrivals.setPlace({ atTop: true })
  expect([listed(), held()]).toEqual([[5, 4, 3, 2, 1], []])
})

test('a paused list holds them even at the top, until it goes on', async () => {
  const { arrivals, write, listed, held } = bench()
  arrivals.setPlace({ paused: true })
  await write(4)
  expect([listed(), held()]).toEqual([[3, 2, 1], [4]])
  arrivals.setPlace({ paused: false })
  expect(listed()).toEqual([4, 3, 2, 1])
})

test('while it reads, what else is written is read once more after a pause', async () => {
  const { write, pass, listed, known } = bench()
  const first = write(4)
  await write(5)
  await first
  expect(known).toHaveLength(1)
  pass()
  await Promise.resolve()
  await Promise.resolve()
  expect(known).toHaveLength(2)
  expect(listed()).toEqual([5, 4, 3, 2, 1])
})

test('what was searched is not searched again', async () => {
  const { arrivals, write, known } = bench()
  await write(4)
  await arrivals.catchUp(4)
  expect(known).toEqual([3])
})

test('when more came than is worth reading, the list begins anew', async () => {
  const { arrivals, write, restarts, readAtMost, listed } = bench()
  arrivals.setPlace({ atTop: false })
  readAtMost(1)
  await write(4, 5, 6)
  expect(arrivals.state.get().tooMany).toBe(true)
  expect(listed()).toEqual([3, 2, 1])
  arrivals.release()
  expect(restarts()).toBe(1)
  expect(arrivals.state.get().tooMany).toBe(false)
})

test('at the top of a live list a storm leaves the newest, and what lies below is read on from there', async () => {
  const { arrivals, write, restarts, readAtMost, listed } = bench()
  readAtMost(2)
  await write(4, 5, 6)
  expect(listed()).toEqual([6, 5])
  expect(restarts()).toBe(0)
  expect(arrivals.state.get()).toMatchObject({ held: [], tooMany: false, freshAbove: 3 })
})

test('a long pause holds no more than is worth showing one by one, and still loses nothing', async () => {
  const { arrivals, write, pass, held, restarts, known } = bench()
  arrivals.setPlace({ paused: true })
  for (let first = 4; first < 900; first += 90) {
    await write(...Array.from({ length: 90 }, (_, at) => first + at))
    pass()
    if (arrivals.state.get().tooMany) break
  }
  expect(arrivals.state.get().tooMany).toBe(true)
  expect(held()).toHaveLength(1)
  await write(2000)
  expect(known.at(-1)).toBeGreaterThan(500)
  arrivals.setPlace({ paused: false })
  expect(restarts()).toBe(1)
})
