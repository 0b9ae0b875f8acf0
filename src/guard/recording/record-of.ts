/** The record of a request as it is handed on: stages by name, and none that was not reached. */
import type { RequestRecord as SentRecord } from '../../shared/contract/traffic.ts'
import type { RequestRecord } from '../recorder.ts'

/** A thousandth of a millisecond is as fine as anybody looks. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000

export const recordOf = ({ spentMs, trace, ...record }: RequestRecord, stageNames: readonly string[]): SentRecord => ({
  ...record,
  trace: trace && { id: trace.traceId, told: trace.told },
  tookMs: rounded(record.tookMs),
  upstreamMs: record.upstreamMs === null ? null : rounded(record.upstreamMs),
  stages: spentMs.flatMap((ms, at) => (ms > 0 ? [{ name: stageNames[at] ?? String(at), ms: rounded(ms) }] : [])),
})
