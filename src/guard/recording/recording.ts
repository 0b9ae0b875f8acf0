/** Everything that the guard tells of its work, gathered until it is cut into a batch: at least every second, or at 2,000 records. */
import type { Clock } from '../../ports/clock.ts'
import type { GuardEvent } from '../../shared/guard-protocol.ts'
import type { Policy } from '../../shared/policy.ts'
import type { Recorder, RequestRecord } from '../recorder.ts'
import type { RefusalCode } from '../refusal.ts'
import type { BatchContent } from './batch.ts'
import { isEmpty } from './batch.ts'
import { createEventGatherer } from './event-gatherer.ts'
import { createKeyUses } from './key-uses.ts'
import { recordOf } from './record-of.ts'
import { createRecordSample } from './record-sample.ts'
import { createTrafficCounter } from './traffic-counter.ts'

export interface Recording extends Recorder {
  setPolicy(policy: Policy): void
  /** Ready for the options of `createGuard`. */
  onHealth(upstream: string, target: string, well: boolean): void
  onRefused(why: string, source: string): void
  /** Whatever else belongs into the log. */
  tell(event: Pick<GuardEvent, 'kind' | 'detail'> & Partial<GuardEvent>): void
  /** Cuts what there is, and no more after it. */
  close(): void
}

export interface RecordingOptions {
  clock: Clock
  stageNames(): readonly string[]
  /** Never an empty one. */
  onBatch(content: BatchContent): void
  /** Of requests that are nothing special, a second. */
  recordsPerSecond?: number
}

const cutEveryMs = 1_000
const mostRecords = 2_000

/** Nobody did wrong: the service behind the guard did not answer. */
const notOfCallers: ReadonlySet<RefusalCode> = new Set(['upstream-failed', 'upstream-timeout', 'no-target', 'use-https'])

export const createRecording = ({ clock, stageNames, onBatch, recordsPerSecond = 200 }: RecordingOptions): Recording => {
  const monotonic = () => clock.monotonic()
  const counter = createTrafficCounter()
  const isKept = createRecordSample(recordsPerSecond, monotonic)
  const events = createEventGatherer(monotonic)
  const keyUses = createKeyUses(monotonic)
  let records: RequestRecord[] = []
  let unrecorded = 0
  let closed = false

  const eventOf = (given: Pick<GuardEvent, 'kind'> & Partial<GuardEvent>): GuardEvent => {
    const atMs = clock.now()
    return { atMs, lastAtMs: atMs, count: 1, code: null, source: null, route: null, consumer: null, requestId: null, detail: {}, ...given }
  }
  const cut = (all = false): void => {
    for (const event of keyUses.take(all)) events.tell(event)
    const names = stageNames()
    const content: BatchContent = {
      requests: records.map((record) => recordOf(record, names)),
      counts: counter.take(),
      events: events.take(all),
      unrecorded,
    }
    records = []
    unrecorded = 0
    if (!isEmpty(content)) onBatch(content)
  }
  const cutAgain = () => {
    if (closed) return
    cut()
    clock.after(cutEveryMs, cutAgain)
  }
  clock.after(cutEveryMs, cutAgain)

  return {
    record: (record) => {
      counter.count(record)
      keyUses.count(record)
      if (isKept(record)) records.push(record)
      else unrecorded += 1
      const { refusal } = record
      // A try is entered by whoever tries, and is no sign of an attack.
      if (refusal !== null && record.triedBy === null && !notOfCallers.has(refusal)) {
        const { id: requestId, source, route, consumer, atMs, reason, method } = record
        const detail: GuardEvent['detail'] = reason === null ? { method } : { method, reason }
        events.gather({ ...eventOf({ kind: 'refused', code: refusal, source, route, consumer, requestId }), atMs, lastAtMs: atMs, detail })
      }
      if (records.length >= mostRecords) cut()
    },
    setPolicy: (policy) => keyUses.setPolicy(policy),
    onHealth: (upstream, target, well) => events.tell(eventOf({ kind: well ? 'target-up' : 'target-down', detail: { upstream, target } })),
    onRefused: (why, source) => events.gather(eventOf({ kind: 'connection-refused', code: why, source })),
    tell: (event) => events.tell(eventOf(event)),
    close: () => {
      if (closed) return
      closed = true
      cut(true)
    },
  }
}
