/** A bucket as `bucket.ts` has it, whose one moment stands in a file. */
import type { Limit } from '../../shared/policy.ts'
import { BucketOf } from './bucket.ts'
import type { WindowRow, WindowRows } from './file-window.ts'

const onlySlot = 0

export class FileBucket extends BucketOf {
  constructor(limit: Limit, { id, count }: WindowRow, rows: WindowRows) {
    let row = id
    let isThere = count > 0
    super(limit, {
      read: () => (isThere && row !== null ? rows.hitAt(row, onlySlot) : -Infinity),
      write: (fullAtMs) => {
        row ??= rows.add()
        isThere = true
        rows.keep(row, { next: 1, count: 1 }, onlySlot, fullAtMs)
      },
    })
  }
}
