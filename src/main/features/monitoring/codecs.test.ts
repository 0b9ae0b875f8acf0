import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anySample } from '../../test-kit/any-sample.ts'
import { decodeBlock, encodeBlock } from './block-codec.ts'
import { meanOf, sampleOfValue } from '../../../shared/sample.ts'
import { decodeTick, encodeTick } from './tick-codec.ts'

const near = (value: number) => expect.closeTo(value, Math.min(12, 5 - Math.floor(Math.log10(Math.max(1e-6, Math.abs(value)))))) as number

test('a moment comes back as it was written, but for the last bit of a rate', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 })), fc.infiniteStream(anySample), (ids, samples) => {
      const tick = new Map(ids.map((id) => [id, samples.next().value]))
      const back = decodeTick(encodeTick(tick))
      expect([...back.keys()]).toEqual(ids)
      for (const [id, sample] of tick) {
        expect(back.get(id)).toMatchObject({ weight: sample.weight, sum: sample.sum, min: near(sample.min), last: near(sample.last) })
        expect(back.get(id)!.buckets ?? null).toEqual(sample.buckets ?? null)
      }
    }),
  )
})

test('only the wanted series are read, and what lies between is skipped', () => {
  fc.assert(
    fc.property(fc.array(anySample, { minLength: 3, maxLength: 12 }), (samples) => {
      const tick = new Map(samples.map((sample, index) => [index * 100, sample]))
      const data = encodeTick(tick)
      const whole = decodeTick(data)
      for (const id of tick.keys()) expect(decodeTick(data, new Set([id]))).toEqual(new Map([[id, whole.get(id)]]))
    }),
  )
})

test('a block comes back with its times, in single precision, least and most still around the mean', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 2_000_000_000 }), anySample), { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1_000, 10_000, 3_600_000),
      (timed, stepMs) => {
        const samples = timed.map(([step, sample]) => ({ atMs: step * stepMs, sample }))
        const back = decodeBlock(encodeBlock(samples, stepMs), stepMs)
        expect(back.map(({ atMs }) => atMs)).toEqual(samples.map(({ atMs }) => atMs))
        back.forEach(({ sample }, index) => {
          const was = samples[index]!.sample
          expect(sample.min).toBe(Math.fround(was.min))
          expect(sample.max).toBe(Math.fround(was.max))
          expect(sample.last).toBe(Math.fround(was.last))
          expect(sample.weight).toBe(Math.fround(was.weight))
          expect(meanOf(sample)).toBeCloseTo(Math.fround(meanOf(was)), 5)
          if (was.buckets) expect(sample.buckets).toEqual(new Map([...was.buckets].toSorted(([a], [b]) => a - b)))
        })
      },
    ),
  )
})

test('a series that stands still takes next to nothing', () => {
  const samples = Array.from({ length: 300 }, (_, index) => ({ atMs: index * 1000, sample: sampleOfValue(25_276_510_208) }))
  expect(encodeBlock(samples, 1000).length).toBeLessThan(60)
})
