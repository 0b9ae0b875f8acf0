/** One moment of all series as bytes: what is written each second, before it is gathered into blocks. */
import { readBuckets, writeBuckets } from './bucket-codec.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import type { Sample } from '../../../shared/sample.ts'
import { isSingle } from '../../../shared/sample.ts'

export type Tick = ReadonlyMap<number, Sample>

const plain = 0
const single = 1
const rolled = 2
const withBuckets = 4

const shapeOf = (sample: Sample): number => {
  if (!isSingle(sample)) return rolled
  return sample.weight === 1 ? plain : single
}

/** Keys are ids of series. */
export const encodeTick = (tick: Tick): Buffer => {
  const to = new ByteWriter()
  for (const [seriesId, sample] of tick) {
    const shape = shapeOf(sample)
    to.varint(seriesId)
    to.byte(shape | (sample.buckets ? withBuckets : 0))
    if (shape !== plain) to.double(sample.weight)
    to.double(sample.sum)
    if (shape === rolled) {
      to.double(sample.min)
      to.double(sample.max)
      to.double(sample.last)
    }
    if (sample.buckets) writeBuckets(to, sample.buckets)
  }
  return to.take()
}

const doublesOf = (shape: number): number => (shape === plain ? 1 : shape === single ? 2 : 5)

const readSample = (from: ByteReader, shape: number): Sample => {
  const weight = shape === plain ? 1 : from.double()
  const sum = from.double()
  if (shape === rolled) return { weight, sum, min: from.double(), max: from.double(), last: from.double() }
  const value = sum / weight
  return { weight, sum, min: value, max: value, last: value }
}

/** All samples, or only those of the `wanted` series. */
export const decodeTick = (data: Uint8Array, wanted?: ReadonlySet<number>): Map<number, Sample> => {
  const from = new ByteReader(data)
  const tick = new Map<number, Sample>()
  while (!from.ended) {
    const seriesId = from.varint()
    const flags = from.byte()
    const shape = flags & 3
    if (wanted && !wanted.has(seriesId)) {
      from.skip(8 * doublesOf(shape))
      if (flags & withBuckets) readBuckets(from)
      continue
    }
    const sample = readSample(from, shape)
    if (flags & withBuckets) sample.buckets = readBuckets(from)
    tick.set(seriesId, sample)
  }
  return tick
}
