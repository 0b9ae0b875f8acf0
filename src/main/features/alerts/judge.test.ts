import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge, quiet, timingOf } from './judge.ts'
import type { Standing, Timing, Transition } from './judge.ts'
import type { Verdict } from './readings.ts'

interface Look {
  verdict: Verdict
  elapsedMs: number
}

const walk = (looks: readonly Look[], timing: Timing) => {
  let standing: Standing = quiet
  let observedMs = 0
  const transitions: (Transition | null)[] = []
  for (const { verdict, elapsedMs } of looks) {
    observedMs += elapsedMs
    const step = judge(standing, verdict, { observedMs, elapsedMs }, timing)
    ;({ standing } = step)
    transitions.push(step.transition)
  }
  return transitions
}

/** The same from the whole past, looked through anew at each moment, without a state that is carried on. */
const byForce = (looks: readonly Look[], timing: Timing): (Transition | null)[] => {
  const transitions: (Transition | null)[] = []
  const observedAt = (index: number) => looks.slice(0, index + 1).reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)
  /** Time between known looks side by side from `from` to `to`: what lies around unknown ones does not count. */
  const known = (from: number, to: number) => {
    let sum = 0
    for (let index = from + 1; index <= to; index++)
      if (looks[index]!.verdict !== 'unknown' && looks[index - 1]!.verdict !== 'unknown') sum += looks[index]!.elapsedMs
    return sum
  }
  const unknownUpTo = (index: number, begin: number) => {
    let sum = 0
    for (let back = index; back > begin && looks[back]!.verdict === 'unknown'; back--) sum += looks[back]!.elapsedMs
    return sum
  }
  let began: number | null = null
  let fired: number | null = null
  const firings: number[] = []
  for (let index = 0; index < looks.length; index++) {
    const { verdict } = looks[index]!
    let turn: Transition | null = null
    const isGone = verdict === 'unknown' && timing.goneMs !== null && unknownUpTo(index, fired ?? began ?? index) >= timing.goneMs
    const nowMs = observedAt(index)
    if (fired !== null) {
      // Since the last breach: the first look that was over, and all after it that were not a breach.
      let lastBreach = index
      while (looks[lastBreach]!.verdict !== 'breach') lastBreach -= 1
      const overFrom = looks.findIndex((look, at) => at > lastBreach && at <= index && look.verdict === 'over')
      const flaps = firings.filter((atMs) => nowMs - atMs < 900_000).length >= 4
      const keepMs = Math.max(timing.keepFiringMs, flaps ? 300_000 : 0)
      if (isGone) turn = 'gone'
      else if (verdict !== 'unknown' && overFrom !== -1 && known(overFrom, index) >= keepMs) turn = 'resolved'
      if (turn) fired = null
    } else if (began !== null) {
      if (verdict === 'over' || isGone) turn = 'dropped'
      else if (verdict !== 'unknown' && known(began, index) >= timing.forMs) turn = 'fired'
      if (turn) began = null
    } else if (verdict === 'breach') {
      turn = timing.forMs === 0 ? 'fired' : 'pending'
      if (turn === 'pending') began = index
    }
    if (turn === 'fired') {
      fired = index
      firings.push(nowMs)
    }
    transitions.push(turn)
  }
  return transitions
}

const verdict = fc.constantFrom<Verdict>('breach', 'breach', 'breach', 'over', 'over', 'between', 'unknown')
const looks = fc.array(fc.record({ verdict, elapsedMs: fc.constantFrom(0, 1_000, 1_200, 10_000, 60_000) }), { maxLength: 60 })
const timing = fc.record({
  forMs: fc.constantFrom(0, 1_000, 60_000, 130_000),
  keepFiringMs: fc.constantFrom(0, 1_000, 61_000, 240_000),
  goneMs: fc.constantFrom(null, 20_000, 300_000),
})

test('from look to look it is judged as from the whole past', () => {
  fc.assert(
    fc.property(looks, timing, (given, when) => {
      expect(walk(given, when)).toEqual(byForce(given, when))
    }),
    { numRuns: 3_000 },
  )
})

const seconds = (count: number, one: Verdict): Look[] => Array.from({ length: count }, () => ({ verdict: one, elapsedMs: 1_000 }))
const plain: Timing = { forMs: 0, keepFiringMs: 0, goneMs: 300_000 }
const count = (transitions: readonly (Transition | null)[], which: Transition) => transitions.filter((one) => one === which).length

test('what passed unobserved is no time for which it held', () => {
  const asleep = [...seconds(30, 'breach'), { verdict: 'breach' as const, elapsedMs: 0 }, ...seconds(29, 'breach')]
  expect(walk(asleep, { ...plain, forMs: 60_000 })).not.toContain('fired')
  expect(walk([...asleep, ...seconds(2, 'breach')], { ...plain, forMs: 60_000 })).toContain('fired')
})

test('an alert whose series vanished is over after five minutes, and says so', () => {
  const vanished = walk([...seconds(1, 'breach'), ...seconds(299, 'unknown')], plain)
  expect(vanished.filter(Boolean)).toEqual(['fired'])
  expect(walk([...seconds(1, 'breach'), ...seconds(300, 'unknown')], plain).filter(Boolean)).toEqual(['fired', 'gone'])
})

test('what flaps all the time is told four times and then stays firing', () => {
  const flapping = walk(Array.from({ length: 600 }, (_, index) => seconds(1, index % 2 ? 'over' : 'breach')).flat(), plain)
  expect(count(flapping, 'fired')).toBe(4)
  expect(count(flapping, 'resolved')).toBe(3)
})

test('an absence is not over because nothing is measured', () => {
  expect(timingOf({ forMs: 0, keepFiringMs: 0, condition: { kind: 'absence', windowMs: 60_000 } }).goneMs).toBeNull()
  expect(timingOf({ forMs: 0, keepFiringMs: 0, condition: { kind: 'threshold', windowMs: 600_000 } }).goneMs).toBe(1_200_000)
})
