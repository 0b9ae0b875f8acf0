/** Samples of every shape for property tests: of gauges, counters and histograms, single and rolled. */
import fc from 'fast-check'
import { mergeSamples, sampleOfIncrease, sampleOfValue, sampleOfValues } from '../../shared/sample.ts'
import type { Sample } from '../../shared/sample.ts'

/** Thousandths, so that sums are the same however they are grouped, to far beyond what is compared. */
const figure = fc.integer({ min: -1_000_000, max: 1_000_000_000 }).map((thousandths) => thousandths / 1000)
const positive = fc.integer({ min: 1, max: 1_000_000_000 }).map((thousandths) => thousandths / 1000)

const gauge = figure.map(sampleOfValue)
const counter = fc.tuple(positive, fc.integer({ min: 1, max: 30 })).map(([increase, seconds]) => sampleOfIncrease(increase, seconds))
const histogram = fc.array(positive, { minLength: 1, maxLength: 8 }).map((values) => sampleOfValues(values)!)
const severalOf = (one: fc.Arbitrary<Sample>) =>
  fc.array(one, { minLength: 1, maxLength: 5 }).map((samples) => samples.reduce(mergeSamples))

export const anySample: fc.Arbitrary<Sample> = fc.oneof(
  gauge,
  counter,
  histogram,
  severalOf(gauge),
  severalOf(counter),
  severalOf(histogram),
)
