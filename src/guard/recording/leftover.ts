/** What there was no room for on disk: its counts are kept, coarser the more there are; of its records and events only how many. */
import type { BatchContent } from './batch.ts'
import { createTrafficCounter } from './traffic-counter.ts'

const mostCounters = 20_000
const steps = [60_000, 3_600_000, 86_400_000]

export const createLeftover = () => {
  let step = 0
  let counter = createTrafficCounter(steps[step])
  let records = 0
  let events = 0
  let unrecorded = 0
  let sinceMs: number | null = null

  return {
    isEmpty: () => sinceMs === null,
    add: (content: BatchContent, nowMs: number): void => {
      sinceMs ??= nowMs
      records += content.requests.length
      unrecorded += content.unrecorded + content.requests.length
      for (const event of content.events) events += event.count
      for (const counts of content.counts) counter.add(counts)
      if (counter.size() <= mostCounters || step === steps.length - 1) return
      const finer = counter.take()
      step += 1
      counter = createTrafficCounter(steps[step])
      for (const counts of finer) counter.add(counts)
    },
    /** As a batch that tells the loss. */
    take: (nowMs: number): BatchContent => {
      const lost = {
        atMs: sinceMs ?? nowMs,
        lastAtMs: nowMs,
        count: Math.max(1, records + events),
        kind: 'lost-records' as const,
        code: null,
        source: null,
        route: null,
        consumer: null,
        requestId: null,
        detail: { why: 'the disk or the space for waiting records was full', records, events },
      }
      const content = { requests: [], counts: counter.take(), events: [lost], unrecorded }
      step = 0
      counter = createTrafficCounter(steps[step])
      records = events = unrecorded = 0
      sinceMs = null
      return content
    },
  }
}
