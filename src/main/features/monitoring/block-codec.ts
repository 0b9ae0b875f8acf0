/**
 * Some hundred samples of one series as bytes: a column for each figure, in single precision, deflated. Plainer than what time
 * series databases do (XOR with the value before, bytes laid apart), and smaller on real series: see decision 0010.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { readBuckets, writeBuckets } from './bucket-codec.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import type { Sample } from '../../../shared/sample.ts'
import { isSingle, meanOf } from '../../../shared/sample.ts'

export interface TimedSample {
  atMs: number
  sample: Sample
}

const plain = 0
const single = 1
const rolled = 2
const withBuckets = 4

type Column = (sample: Sample) => number
/** Written in this order; a block that is simpler has fewer. */
const columnsOf: readonly (readonly Column[])[] = [
  [meanOf],
  [meanOf, ({ weight }) => weight],
  [meanOf, ({ weight }) => weight, ({ min }) => min, ({ max }) => max, ({ last }) => last],
]

/** Four bytes a value, in the order of the machine: all that Node runs on have the same. */
const encodeColumn = (samples: readonly TimedSample[], column: Column): Uint8Array =>
  new Uint8Array(Float32Array.from(samples, ({ sample }) => column(sample)).buffer)

/** A copy: the bytes of a block need not lie where floats may. */
const decodeColumn = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer)

const shapeOf = (samples: readonly TimedSample[]): number => {
  if (!samples.every(({ sample }) => isSingle(sample))) return rolled
  return samples.every(({ sample }) => sample.weight === 1) ? plain : single
}

/** Times are whole multiples of `stepMs`, in any order. */
export const encodeBlock = (samples: readonly TimedSample[], stepMs: number): Buffer => {
  const shape = shapeOf(samples)
  const hasBuckets = samples.some(({ sample }) => sample.buckets !== undefined)
  const to = new ByteWriter()
  to.byte(shape | (hasBuckets ? withBuckets : 0))
  to.varint(samples.length)
  let previous = 0
  for (const { atMs } of samples) {
    to.signed(atMs / stepMs - previous)
    previous = atMs / stepMs
  }
  for (const column of columnsOf[shape]!) to.bytes(encodeColumn(samples, column))
  if (hasBuckets) for (const { sample } of samples) writeBuckets(to, sample.buckets ?? new Map())
  return deflateRawSync(to.take(), { level: 6 })
}

export const decodeBlock = (data: Uint8Array, stepMs: number): TimedSample[] => {
  const from = new ByteReader(inflateRawSync(data))
  const flags = from.byte()
  const count = from.varint()
  const times: number[] = []
  let step = 0
  for (let index = 0; index < count; index++) times.push((step += from.signed()) * stepMs)
  const columns = columnsOf[flags & 3]!.map(() => decodeColumn(from.bytes(4 * count)))
  const [means, weights, mins, maxs, lasts] = columns
  return times.map((atMs, index) => {
    const mean = means![index]!
    const weight = weights?.[index] ?? 1
    const sample: Sample = {
      weight,
      sum: mean * weight,
      min: mins?.[index] ?? mean,
      max: maxs?.[index] ?? mean,
      last: lasts?.[index] ?? mean,
    }
    if (flags & withBuckets) sample.buckets = readBuckets(from)
    return { atMs, sample }
  })
}
