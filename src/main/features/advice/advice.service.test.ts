import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../../ports/logger.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import { createAdvice } from './advice.service.ts'
import type { Observed } from './observed.ts'

const open = () => {
  const { database, clock } = openTestDatabase()
  const keys = { stale: 0, unused: 2, expired: 0, expiresSoon: 0 }
  let asked = 0
  const advice = createAdvice({
    database,
    clock,
    logger: silentLogger,
    cores: 2,
    series: async () => {
      asked++
      return []
    },
    processes: async () => ({ atMs: clock.now(), top: [{ pid: 1, name: 'busy', cpuPercent: 190, memoryBytes: 1, own: null }] }),
    queries: () => [],
    names: { route: (id) => id, upstream: (id) => id },
    log: async (): Promise<Observed['log']> => null,
    keys: async () => ({ ...keys }),
  })
  onTestFinished(() => advice.stop())
  /** Turns enough for what was begun to be done. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 60_000) {
      clock.advance(60_000)
      await new Promise(setImmediate)
    }
  }
  return { advice, keys, clock, pass, asked: () => asked }
}
const ids = async ({ advice }: ReturnType<typeof open>) => (await advice.list()).advice.map(({ id }) => id)

test('what was dismissed is quiet, says why and by whom, and is heard again when somebody wants it', async () => {
  const opened = open()
  const { advice } = opened
  expect(await ids(opened)).toEqual(['neglected-keys'])
  await advice.dismiss(bySystem, { id: 'neglected-keys', reason: 'They are for the yearly report.' })
  expect(await ids(opened)).toEqual([])
  expect((await advice.list()).dismissed).toMatchObject([
    { id: 'neglected-keys', reason: 'They are for the yearly report.', by: 'gatehouse', advice: { rule: 'neglected-keys' } },
  ])
  await advice.restore(bySystem, 'neglected-keys')
  expect(await ids(opened)).toEqual(['neglected-keys'])
  await expect(advice.restore(bySystem, 'neglected-keys')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('it comes back by itself when it is worse by half, and stays quiet while it is not', async () => {
  const opened = open()
  const { advice, keys, clock } = opened
  await advice.list()
  await advice.dismiss(bySystem, { id: 'neglected-keys', reason: 'Known.' })
  keys.stale = 0.9
  clock.advance(300_000)
  expect(await ids(opened)).toEqual([])
  keys.stale = 1
  clock.advance(300_000)
  expect(await ids(opened)).toEqual(['neglected-keys'])
  expect((await advice.list()).dismissed).toEqual([])
})

test('what is over cannot be dismissed', async () => {
  const { advice } = open()
  await expect(advice.dismiss(bySystem, { id: 'swap', reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('it judges anew after five minutes, not with each look of a window', async () => {
  const { advice, clock, asked } = open()
  await Promise.all([advice.list(), advice.list()])
  await advice.list()
  expect(asked()).toBe(3)
  clock.advance(300_000)
  await advice.list()
  expect(asked()).toBe(6)
})

test('processes are looked at by the minute, and a night asleep is not a night busy', async () => {
  const opened = open()
  const { advice, clock, pass } = opened
  advice.start()
  await pass(20 * 60_000)
  await expect.poll(async () => ids(opened)).toContain('busy-process busy')
  clock.setNow(clock.now() + 8 * 3_600_000)
  await pass(6 * 60_000)
  await expect.poll(async () => ids(opened)).not.toContain('busy-process busy')
})
