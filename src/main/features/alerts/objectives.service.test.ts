import { expect, onTestFinished, test } from 'vitest'
import { createIds } from '../../../ports/ids.ts'
import { createLiveEvents } from '../../../ports/live-events.ts'
import { silentLogger } from '../../../ports/logger.ts'
import type { GivenObjective } from '../../../shared/contract/objectives.ts'
import { bySystem, openTestDatabase } from '../../test-kit/open-test-database.ts'
import type { CountedStep } from './error-budget.ts'
import { createObjectives } from './objectives.service.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const given: GivenObjective = { name: 'Checkout', indicator: { kind: 'availability', route: null }, targetPercent: 99, periodDays: 7 }

/** Requests fall into minutes; a test adds them as it likes. */
const open = () => {
  const { database, clock } = openTestDatabase()
  const requests: CountedStep[] = []
  const asks: unknown[] = []
  const rules = new Map<string, string>()
  const objectives = createObjectives({
    database,
    clock,
    ids: createIds(clock),
    events: createLiveEvents(),
    logger: silentLogger,
    badShare: async (ask, { fromMs, toMs, stepMs }) => {
      asks.push(ask)
      const steps = new Map<number, CountedStep>()
      for (const { atMs, total, bad } of requests) {
        if (atMs < fromMs || atMs >= toMs) continue
        const at = Math.floor(atMs / stepMs) * stepMs
        const known = steps.get(at)
        steps.set(at, { atMs: at, total: (known?.total ?? 0) + total, bad: (known?.bad ?? 0) + bad })
      }
      return { stepMs, steps: [...steps.values()].toSorted((a, b) => a.atMs - b.atMs) }
    },
    rules: {
      insert: (_tx, id, { name }) => void rules.set(id, name),
      update: (_tx, id, { name }) => void rules.set(id, name),
      remove: (_tx, id) => void rules.delete(id),
    },
    rulesChanged: async () => {},
  })
  onTestFinished(() => objectives.stop())
  return { clock, requests, asks, rules, objectives }
}

test('an objective comes with its rule, says how much is left, and goes with its rule', async () => {
  const { objectives, rules, requests, clock } = open()
  requests.push({ atMs: clock.now() - 2 * hourMs, total: 10_000, bad: 25 })
  const made = await objectives.create(bySystem, given)
  expect(made).toMatchObject({
    total: 10_000,
    bad: 25,
    goodPercent: 99.75,
    budgetLeftPercent: 75,
    state: 'well',
    ruleId: [...rules.keys()][0],
  })
  expect([...rules.values()]).toEqual(['Error budget: Checkout'])

  const renamed = await objectives.change(bySystem, { ...given, id: made.id, version: made.version, name: 'Shop', targetPercent: 99.9 })
  expect(renamed).toMatchObject({ version: 2, state: 'spent' })
  expect(renamed.budgetLeftPercent).toBeCloseTo(-150)
  expect([...rules.values()]).toEqual(['Error budget: Shop'])

  await expect(objectives.delete(bySystem, { id: made.id, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
  await objectives.delete(bySystem, { id: made.id, version: 2 })
  expect(await objectives.list()).toEqual([])
  expect(rules.size).toBe(0)
})

test('without requests nothing is known, which is not the same as well', async () => {
  const { objectives } = open()
  const made = await objectives.create(bySystem, given)
  expect(made).toMatchObject({ state: 'no-data', goodPercent: null, budgetLeftPercent: null, exhaustedAtMs: null })
  expect(objectives.burnOf(made.id)!.windows.every(({ longRate }) => longRate === null)).toBe(true)
})

test('a service that begins to fail burns within the next look, and is well again once the short window has passed', async () => {
  const { objectives, requests, clock } = open()
  requests.push({ atMs: clock.now() - 72 * hourMs, total: 1_000_000, bad: 0 })
  for (let ago = 360; ago > 0; ago--) requests.push({ atMs: clock.now() - ago * minuteMs, total: 100, bad: 0 })
  objectives.start()
  const { id } = await objectives.create(bySystem, given)
  for (let minute = 0; minute < 10; minute++) {
    requests.push({ atMs: clock.now(), total: 100, bad: 80 })
    clock.advance(minuteMs)
  }
  await expect.poll(async () => (await objectives.list())[0]!.state).toBe('burning')
  expect(objectives.burnOf(id)!.windows[0]!.shortRate).toBeGreaterThan(10)
  for (let minute = 0; minute < 40; minute++) {
    requests.push({ atMs: clock.now(), total: 100, bad: 0 })
    clock.advance(minuteMs)
  }
  await expect.poll(async () => (await objectives.list())[0]!.state).toBe('well')
})

test('a second of the same name is refused, and so is what somebody else has changed meanwhile', async () => {
  const { objectives } = open()
  const made = await objectives.create(bySystem, given)
  await expect(objectives.create(bySystem, { ...given, name: 'CHECKOUT' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    data: { field: 'name' },
  })
  await objectives.change(bySystem, { ...given, id: made.id, version: 1, periodDays: 30 })
  await expect(objectives.change(bySystem, { ...given, id: made.id, version: 1 })).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a preview changes nothing, and its course ends at what is left', async () => {
  const { objectives, requests, clock } = open()
  requests.push({ atMs: clock.now() - 5 * hourMs, total: 1000, bad: 2 }, { atMs: clock.now() - hourMs, total: 1000, bad: 3 })
  const { course, budgetLeftPercent, sentence } = await objectives.preview(given)
  expect(budgetLeftPercent).toBe(75)
  expect(course.points.map((point) => point.budgetLeftPercent)).toEqual([90, 75])
  expect(sentence).toContain('75 % of the error budget is left')
  expect(await objectives.list()).toEqual([])
})

test('a route and a latency are asked of their own series', async () => {
  const { objectives, asks } = open()
  await objectives.preview({ ...given, indicator: { kind: 'latency', route: 'shop', withinMs: 300 } })
  expect(asks.at(-1)).toEqual({ kind: 'histogram', all: { name: 'guard.route.duration', labels: { route: 'shop' } }, aboveValue: 300 })
})
