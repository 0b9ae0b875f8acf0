import { expect, test } from 'vitest'
import { openTestDatabase, bySystem } from '../../test-kit/open-test-database.ts'
import { readOutgoing } from './outgoing.store.ts'
import type { OutgoingInput } from './outgoing.store.ts'

const input: OutgoingInput = { after: 0, leastSeverity: 0, maxEntries: 500, maxBytes: 1_000_000, headAfter: 0, budgetMs: 40, again: null }

const openWith = async (count: number, severeEvery = Infinity) => {
  const opened = openTestDatabase()
  const waiting = Array.from({ length: count }, (_, index) =>
    opened.database.append(bySystem, {
      action: 'thing.happened',
      message: `Thing ${index + 1}`,
      severity: (index + 1) % severeEvery === 0 ? 'critical' : 'info',
    }),
  )
  await opened.database.flush()
  await Promise.all(waiting)
  return { ...opened, read: (changes: Partial<OutgoingInput>) => opened.database.read((db) => readOutgoing(db, { ...input, ...changes })) }
}

test('entries carry the hash before theirs, so that each can be proved without the others', async () => {
  const { read } = await openWith(3)
  const { entries, through, reachedEnd } = read({})
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
  expect(entries[0]!.previousHash).toBe('0'.repeat(64))
  expect(entries.slice(1).map(({ previousHash }) => previousHash)).toEqual(entries.slice(0, -1).map(({ hash }) => hash))
  expect({ through, reachedEnd }).toEqual({ through: 3, reachedEnd: true })
})

test('a batch ends at its number of entries, and says how far it looked', async () => {
  const { read } = await openWith(170)
  expect(read({ maxEntries: 120 })).toMatchObject({ through: 120, reachedEnd: false })
  expect(read({ after: 120, maxEntries: 50 })).toMatchObject({ through: 170, reachedEnd: true })
})

test('a batch ends at its size, but always holds one entry', async () => {
  const { read } = await openWith(10)
  const { entries, through } = read({ maxBytes: 4_000 })
  expect(entries.length).toBeGreaterThan(1)
  expect(entries.length).toBeLessThan(10)
  expect(through).toBe(entries.length)
  expect(read({ maxBytes: 1 }).entries).toHaveLength(1)
})

test('few severe entries among many are found in order, across the windows that are looked through', async () => {
  const { read } = await openWith(9_000, 2_999)
  const { entries, through, reachedEnd } = read({ leastSeverity: 4, budgetMs: 60_000 })
  expect(entries.map(({ sequence }) => sequence)).toEqual([2_999, 5_998, 8_997])
  expect({ through, reachedEnd }).toEqual({ through: 9_000, reachedEnd: true })
})

test('when the time is up, it says how far it looked and goes on from there', async () => {
  const { read } = await openWith(9_000, 8_000)
  let after = 0
  const found: number[] = []
  let slices = 0
  for (let reachedEnd = false; !reachedEnd; slices++) {
    const slice = read({ after, leastSeverity: 4, budgetMs: 0 })
    expect(slice.through).toBeGreaterThan(after)
    ;({ reachedEnd, through: after } = slice)
    found.push(...slice.entries.map(({ sequence }) => sequence))
  }
  expect(slices).toBeGreaterThan(1)
  expect(found).toEqual([8_000])
})

test('a batch that was on its way is read again as it was, whatever came after it', async () => {
  const { read } = await openWith(400)
  const again = read({ after: 10, maxEntries: 5, maxBytes: 1, budgetMs: 0, again: { until: 330, head: 0 } })
  expect(again.entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 320 }, (_, index) => 11 + index))
  expect(again).toMatchObject({ through: 330, head: null })
})
