/** Of which requests a record is kept: of all that were refused, failed or were slow, and of a bounded number of the others a second. */
import type { RequestRecord } from '../recorder.ts'

const slowMs = 1_000

const isTelling = ({ refusal, status, brokenOff, tookMs }: RequestRecord): boolean =>
  refusal !== null || status === 0 || status >= 500 || brokenOff !== null || tookMs > slowMs

/** `monotonic`: a clock that is set back must not stop the sampling. */
export const createRecordSample = (othersPerSecond: number, monotonic: () => number) => {
  let second = -1
  let others = 0
  return (record: RequestRecord): boolean => {
    if (isTelling(record)) return true
    const now = Math.floor(monotonic() / 1000)
    if (now !== second) {
      second = now
      others = 0
    }
    others += 1
    return others <= othersPerSecond
  }
}
