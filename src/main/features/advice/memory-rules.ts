/** Advice on memory: a trend that ends badly, and swapping. */
import type { Observed } from './observed.ts'
import { meanSince, readingsOf, seriesOf, spanMs } from './observed.ts'
import { reachedAtMs, sinceLastFall, trendOf } from './trend.ts'
import type { Verdict } from './verdict.ts'
import { notKnown, well } from './verdict.ts'
import { figure, inBytes, inTime } from './words.ts'

const hourMs = 3_600_000
const leastMs = 2 * hourMs
const soonMs = 7 * 24 * hourMs

/** Rising surely, by a share that matters, and full within a week. */
export const memoryTrend = ({ nowMs, day }: Observed): Verdict => {
  const used = seriesOf(day, 'machine.memory.used')
  const total = readingsOf(seriesOf(day, 'machine.memory.total')).at(-1)?.value
  if (!used || total === undefined) return notKnown('Memory is not measured on this machine.')
  const stretch = sinceLastFall(readingsOf(used), total)
  if (spanMs(stretch) < leastMs)
    return notKnown('Memory is watched for less than two hours since it last fell; a trend takes longer to see.')
  const trend = trendOf(stretch)
  const fullAtMs = trend && reachedAtMs(trend, total, nowMs)
  const grown = trend ? trend.slope * spanMs(stretch) : 0
  if (!trend || fullAtMs === null || trend.certainty < 0.95 || grown < 0.02 * total || fullAtMs - nowMs > soonMs)
    return well('The memory in use does not rise towards its end.')
  const leftMs = fullAtMs - nowMs
  return {
    kind: 'advice',
    advice: [
      {
        id: 'memory-trend',
        severity: leftMs < 6 * hourMs ? 'high' : leftMs < 2 * 24 * hourMs ? 'medium' : 'low',
        title: `Find what takes ever more memory: it is full in about ${inTime(leftMs)}`,
        evidence: `Over ${inTime(spanMs(stretch))} the memory in use rose by ${inBytes(trend.slope * hourMs)} an hour, to ${inBytes(trend.nowValue)} of ${inBytes(total)}. At this pace it is full in about ${inTime(leftMs)}.`,
        confidence: {
          level: trend.certainty > 0.99 && spanMs(stretch) > 6 * hourMs ? 'high' : 'fair',
          why: 'A straight line fits it; what fills for a while and then stops looks the same at first.',
        },
        effect: 'The system does not have to end a process on its own, which may be the service itself.',
        steps: [
          'See in Metrics, Processes, whose memory grows from one look to the next.',
          'Restart that process at a quiet time, and look for its leak: record a heap profile if it is the console.',
          'If all of it is needed, add memory or move something to another machine.',
        ],
        undo: 'Nothing is changed by looking; a restarted process begins anew.',
        place: { to: '/metrics', label: 'Metrics' },
        selectors: [{ name: 'machine.memory.used', labels: {} }],
        fromMs: stretch[0]!.atMs,
        toMs: nowMs,
        badness: (24 * hourMs) / Math.max(leftMs, hourMs / 60),
      },
    ],
  }
}

export const swapping = ({ nowMs, hours }: Observed): Verdict => {
  const sinceMs = nowMs - hourMs
  const used = meanSince(seriesOf(hours, 'machine.swap.used'), sinceMs)
  const total = meanSince(seriesOf(hours, 'machine.swap.total'), sinceMs)
  const memory = meanSince(seriesOf(hours, 'machine.memory.used'), sinceMs)
  const memoryTotal = meanSince(seriesOf(hours, 'machine.memory.total'), sinceMs)
  if (memory === null || memoryTotal === null || memoryTotal === 0) return notKnown('Memory is not measured on this machine.')
  if (used === null || total === null || total === 0) return well('This machine has no swap space.')
  const share = used / total
  const memoryShare = memory / memoryTotal
  if (share < 0.25 || memoryShare < 0.85) return well(`${figure(share * 100)} % of the swap space is in use, and memory is not short.`)
  return {
    kind: 'advice',
    advice: [
      {
        id: 'swap',
        severity: share > 0.8 ? 'high' : 'medium',
        title: 'Free some memory: the machine works from its disk',
        evidence: `Over the last hour ${figure(memoryShare * 100)} % of the memory and ${inBytes(used)} of swap space (${figure(share * 100)} %) were in use.`,
        confidence: {
          level: 'fair',
          why: 'What lies in swap may be asleep; but with the memory so full, what wakes has to wait for the disk.',
        },
        effect: 'Requests no longer wait for pages to come back from the disk, which takes a thousand times as long as memory.',
        steps: ['See in Metrics, Processes, what holds most memory.', 'End or move what is not needed, or add memory.'],
        undo: 'Start what was ended again.',
        place: { to: '/metrics', label: 'Metrics' },
        selectors: [{ name: 'machine.swap.used', labels: {} }],
        fromMs: nowMs - 6 * hourMs,
        toMs: nowMs,
        badness: share,
      },
    ],
  }
}
