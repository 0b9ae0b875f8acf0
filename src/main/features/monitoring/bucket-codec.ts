/** A histogram's buckets as bytes: only those that hold something, in order. */
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { Buckets } from '../../../shared/histogram.ts'

export const writeBuckets = (to: ByteWriter, buckets: Buckets): void => {
  to.varint(buckets.size)
  let previous = 0
  for (const [bucket, count] of [...buckets].toSorted(([a], [b]) => a - b)) {
    to.signed(bucket - previous)
    to.varint(count)
    previous = bucket
  }
}

export const readBuckets = (from: ByteReader): Buckets => {
  const buckets = new Map<number, number>()
  let bucket = 0
  for (let left = from.varint(); left > 0; left--) {
    bucket += from.signed()
    buckets.set(bucket, from.varint())
  }
  return buckets
}
