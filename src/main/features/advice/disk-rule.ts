/** Advice on disks: the day that one is full. */
import type { Advice } from '../../../shared/contract/advice.ts'
import type { Observed } from './observed.ts'
import { readingsOf, seriesOf, spanMs } from './observed.ts'
import { reachedAtMs, sinceLastFall, trendOf } from './trend.ts'
import type { Verdict } from './verdict.ts'
import { notKnown, well } from './verdict.ts'
import { figure, inBytes, inTime } from './words.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const leastMs = 6 * hourMs
const soonMs = 30 * dayMs
/** No trend is needed to see this. */
const nearlyFull = 0.95

const diskNames: Record<string, string> = { data: 'The disk of the data directory', root: "The system's disk" }
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' })

const adviceFor = (mount: string, { week, nowMs }: Observed): Omit<Advice, 'rule'> | 'well' | 'not-known' => {
  const readings = readingsOf(seriesOf(week, 'machine.disk.used', { mount }))
  const total = readingsOf(seriesOf(week, 'machine.disk.total', { mount })).at(-1)?.value
  const used = readings.at(-1)?.value
  if (total === undefined || used === undefined || total === 0) return 'not-known'
  const stretch = sinceLastFall(readings, total, 0.05)
  const trend = spanMs(stretch) >= leastMs ? trendOf(stretch) : null
  const fullAtMs = trend && trend.certainty >= 0.95 ? reachedAtMs(trend, total, nowMs) : null
  const isSoon = fullAtMs !== null && fullAtMs - nowMs < soonMs && trend!.slope * spanMs(stretch) > 0.001 * total
  const share = used / total
  if (!isSoon && share < nearlyFull) return trend ? 'well' : 'not-known'
  const name = diskNames[mount] ?? `The disk ${mount}`
  const leftMs = isSoon ? fullAtMs - nowMs : null
  const pace = leftMs === null ? '' : ` It grows by ${inBytes(trend!.slope * dayMs)} a day, seen over ${inTime(spanMs(stretch))}.`
  return {
    id: `disk-full ${mount}`,
    severity: share > 0.98 || (leftMs !== null && leftMs < dayMs) ? 'high' : leftMs !== null && leftMs > 7 * dayMs ? 'low' : 'medium',
    title:
      leftMs === null
        ? `Free some space: ${name.replace('The', 'the')} is nearly full`
        : `Make room: ${name.replace('The', 'the')} is full ${leftMs < 2 * dayMs ? `in about ${inTime(leftMs)}` : `around ${date.format(fullAtMs!)}`}`,
    evidence: `${name} holds ${inBytes(used)} of ${inBytes(total)} (${figure(share * 100)} %).${pace}`,
    confidence:
      leftMs === null
        ? { level: 'high', why: 'It is what the disk says now.' }
        : {
            level: spanMs(stretch) > 3 * dayMs ? 'high' : 'fair',
            why: 'It is a straight line through what was measured; a backup or a clean-up that comes once a week is not in it.',
          },
    effect: 'The log can go on: on a full disk only a reserve is left for it, and the metrics have gaps.',
    steps: [
      'See what grows: the databases of the console stand in Metrics, all else in the system.',
      'Shorten how long metrics and traffic are kept, or give the log a limit by size, in Settings.',
      'Move the data directory to a larger disk where that is not enough.',
    ],
    undo: 'Set the values back in Settings; what was dropped does not come back.',
    place: { to: '/settings', label: 'Settings' },
    selectors: [{ name: 'machine.disk.used', labels: { mount } }],
    fromMs: stretch[0]!.atMs,
    toMs: nowMs,
    badness: leftMs === null ? share : dayMs / Math.max(leftMs, hourMs),
  }
}

export const diskFull = (observed: Observed): Verdict => {
  const mounts = observed.week.filter(({ name }) => name === 'machine.disk.used').map(({ labels }) => labels['mount'] ?? '')
  if (mounts.length === 0) return notKnown('No disk is measured on this machine.')
  const found = mounts.map((mount) => adviceFor(mount, observed))
  const advice = found.filter((one) => typeof one === 'object')
  if (advice.length > 0) return { kind: 'advice', advice }
  return found.includes('well')
    ? well('No disk will be full within 30 days.')
    : notKnown('Disks are watched for less than six hours; the day that one is full takes longer to see.')
}
