import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextHorizon } from './next-horizon.ts'
import type { HourSpan, LogStanding, RetentionRules } from './next-horizon.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 21, 8, 30)
const megabyte = 1_000_000

/** `count` hours of `each` entries, of which the last began `newestAgo` hours ago. */
const hoursOf = (count: number, each = 10, newestAgo = 0): HourSpan[] =>
  Array.from({ length: count }, (_, index) => ({
    hour: Math.floor(now / hour) * hour - (count - 1 - index + newestAgo) * hour,
    firstSequence: index * each + 1,
    lastSequence: (index + 1) * each,
  }))
const ask = (spans: HourSpan[], rules: Partial<RetentionRules> = {}, standing: Partial<LogStanding> = {}, whole = true) =>
  nextHorizon(
    spans,
    whole,
    { keepMs: 7 * day, maxBytes: 100 * megabyte, ...rules },
    {
      nowMs: now,
      believedMs: now - hour,
      horizonSequence: 0,
      lastSequence: Math.max(0, ...spans.map(({ lastSequence }) => lastSequence)),
      usedBytes: megabyte,
      ...standing,
    },
  )

test('what is older than it is kept goes, up to a midnight', () => {
  const spans = hoursOf(10 * 24)
  const next = ask(spans)!
  expect(next.why).toBe('age')
  const dropped = spans.filter(({ lastSequence }) => lastSequence <= next.sequence)
  expect(dropped.at(-1)!.hour + hour).toBe(Date.UTC(2026, 10, 14))
})

test('nothing goes while all is young enough, of an empty log, or of one hour', () => {
  expect(ask(hoursOf(7 * 24))).toBeNull()
  expect(ask([])).toBeNull()
  expect(ask(hoursOf(1, 10, 1000))).toBeNull()
})

test('the newest entry stays, however old it is', () => {
  expect(ask(hoursOf(5, 10, 1000))).toBeNull()
  expect(ask(hoursOf(5, 10, 1000), {}, { lastSequence: 51 })).toEqual({ sequence: 50, why: 'age' })
})

test('a log that takes too much loses its oldest part, a little more than it must', () => {
  expect(ask(hoursOf(100), {}, { usedBytes: 101 * megabyte })).toEqual({ sequence: 60, why: 'size' })
  expect(ask(hoursOf(100), {}, { usedBytes: 100 * megabyte })).toBeNull()
})

test('however much it takes, the last day stays', () => {
  const spans = hoursOf(100)
  const { sequence } = ask(spans, {}, { usedBytes: 10_000 * megabyte })!
  const kept = spans.filter(({ firstSequence }) => firstSequence > sequence)
  expect(now - kept[0]!.hour).toBeGreaterThanOrEqual(day)
  expect(now - kept[0]!.hour).toBeLessThan(day + hour)
})

test('the longer reach of age and size decides, and is named', () => {
  expect(ask(hoursOf(10 * 24), {}, { usedBytes: 101 * megabyte })!.why).toBe('age')
  expect(ask(hoursOf(10 * 24), {}, { usedBytes: 900 * megabyte })!.why).toBe('size')
})

test('severities of one hour go together', () => {
  const at = hoursOf(1, 1, 1000)[0]!.hour
  const spans = [
    { hour: at, firstSequence: 1, lastSequence: 8 },
    { hour: at, firstSequence: 3, lastSequence: 5 },
    { hour: at + hour, firstSequence: 9, lastSequence: 9 },
    { hour: at + hour, firstSequence: 10, lastSequence: 20 },
  ]
  expect(ask(spans, {}, { lastSequence: 30 })?.sequence).toBe(20)
  // Only up to what is seen whole.
  expect(ask(spans.slice(0, 3), {}, { lastSequence: 30 }, false)?.sequence).toBe(8)
  expect(ask(spans.slice(0, 2), {}, { lastSequence: 30 }, false)).toBeNull()
})

test('hours that interleave because the clock stepped back go together, with the youngest of them', () => {
  const old = hoursOf(1, 1, 1000)[0]!.hour
  const young = hoursOf(1, 1, 100)[0]!.hour
  const interleaved = [
    { hour: old, firstSequence: 1, lastSequence: 10 },
    { hour: old + hour, firstSequence: 11, lastSequence: 40 },
    { hour: young, firstSequence: 20, lastSequence: 30 },
    { hour: young + hour, firstSequence: 41, lastSequence: 50 },
  ]
  expect(ask(interleaved)?.sequence).toBe(10)
})

test('old hours behind a young one stay until it is old', () => {
  const [young, old] = [hoursOf(1, 1, 30)[0]!.hour, hoursOf(1, 1, 1000)[0]!.hour]
  const spans = [
    { hour: young, firstSequence: 1, lastSequence: 10 },
    { hour: old, firstSequence: 11, lastSequence: 20 },
    { hour: young + hour, firstSequence: 21, lastSequence: 30 },
  ]
  expect(ask(spans)).toBeNull()
})

test('hours that a clock far ahead has entered keep nothing from going', () => {
  const old = hoursOf(1, 1, 1000)[0]!.hour
  const spans = [
    { hour: old, firstSequence: 1, lastSequence: 10 },
    { hour: now + 3650 * day, firstSequence: 11, lastSequence: 12 },
    { hour: old + hour, firstSequence: 13, lastSequence: 20 },
    { hour: Math.floor(now / hour) * hour, firstSequence: 21, lastSequence: 30 },
  ]
  expect(ask(spans)?.sequence).toBe(20)
})

test('a clock that was just set ahead makes nothing old', () => {
  const spans = hoursOf(3 * 24)
  expect(ask(spans, {}, { nowMs: now + 3650 * day, believedMs: now })).toBeNull()
})

test('whatever the hours, a cut splits none, keeps the last day and only goes up', () => {
  const span = fc.record({ ago: fc.integer({ min: -50, max: 1000 }), length: fc.integer({ min: 1, max: 9 }), overlap: fc.nat(5) })
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 60 }),
      fc.integer({ min: 1, max: 500 }),
      fc.nat(200),
      fc.boolean(),
      (given, megabytes, horizonSequence, whole) => {
        let end = horizonSequence
        const spans = given
          .map(({ ago, length, overlap }) => {
            const firstSequence = Math.max(horizonSequence + 1, end + 1 - overlap)
            end = Math.max(end, firstSequence + length)
            return { hour: Math.floor(now / hour) * hour - ago * hour, firstSequence, lastSequence: firstSequence + length }
          })
          .toSorted((a, b) => a.firstSequence - b.firstSequence)
        const next = ask(spans, {}, { horizonSequence, usedBytes: megabytes * megabyte, lastSequence: end + 1 }, whole)
        if (!next) return
        expect(next.sequence).toBeGreaterThan(horizonSequence)
        for (const { hour: began, firstSequence, lastSequence } of spans) {
          expect(lastSequence <= next.sequence || firstSequence > next.sequence).toBe(true)
          if (lastSequence <= next.sequence && began <= now) expect(now - (began + hour)).toBeGreaterThanOrEqual(day)
        }
      },
    ),
  )
})
