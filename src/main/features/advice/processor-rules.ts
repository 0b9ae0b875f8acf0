/** Advice on processors: a process that takes them, time that other machines take, and a console that is late. */
import type { Observed } from './observed.ts'
import { meanSince, seriesOf } from './observed.ts'
import type { Verdict } from './verdict.ts'
import { notKnown, well } from './verdict.ts'
import { figure, inTime } from './words.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Half of the machine in four of five looks, over a quarter of an hour. */
const busyShare = 0.5
const busyLooks = 0.8
const leastLookedMs = 15 * minuteMs
/** Whoever starts a program names it: no longer, and no line of its own. (The id of an advice holds 200.) */
const shownName = (name: string): string => name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 100)

export const busyProcess = ({ nowMs, processes }: Observed): Verdict => {
  const [first, last] = [processes[0], processes.at(-1)]
  if (!first || !last || last.atMs - first.atMs < leastLookedMs)
    return notKnown('Processes are watched for less than a quarter of an hour.')
  const seen = new Map<string, { looks: number; sum: number; own: boolean }>()
  for (const { cores, top } of processes) {
    const byName = new Map<string, { percent: number; own: boolean }>()
    for (const { name: given, cpuPercent, own } of top) {
      const name = shownName(given)
      byName.set(name, { percent: (byName.get(name)?.percent ?? 0) + cpuPercent, own: own !== null })
    }
    for (const [name, { percent, own }] of byName) {
      if (percent < busyShare * 100 * cores) continue
      const known = seen.get(name) ?? { looks: 0, sum: 0, own }
      seen.set(name, { looks: known.looks + 1, sum: known.sum + percent / cores, own })
    }
  }
  const busy = [...seen].filter(([, { looks }]) => looks >= busyLooks * processes.length)
  if (busy.length === 0) return well('No process holds half of the processors for long.')
  const overMs = last.atMs - first.atMs
  return {
    kind: 'advice',
    advice: busy.map(([name, { looks, sum, own }]) => ({
      id: `busy-process ${name}`,
      severity: sum / looks > 85 ? ('medium' as const) : ('low' as const),
      title: `Look at ${name}: it holds the processors`,
      evidence: `In ${looks} of ${processes.length} looks over ${inTime(overMs)} ${name} took ${figure(sum / looks)} % of all processors.`,
      confidence: {
        level: 'fair' as const,
        why: 'What a process does is not seen from outside: it may be just the work that the machine is for.',
      },
      effect: 'Requests wait less for a processor, and the machine has room for a peak.',
      steps: own
        ? [
            'Record a profile of the console in Metrics, and see what it is busy with.',
            'Collect metrics less often in Settings if it is that.',
          ]
        : [
            'See in Metrics whether it goes together with requests: then it is their price.',
            'If not, limit it (nice, a cgroup), move it to another time or machine, or end it.',
          ],
      undo: 'Lift the limit, or start it again.',
      place: { to: '/metrics' as const, label: 'Metrics' },
      selectors: [{ name: 'machine.cpu.used', labels: {} }],
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs,
      badness: sum / looks,
    })),
  }
}

export const stolenTime = ({ nowMs, hours }: Observed): Verdict => {
  const stolen = meanSince(seriesOf(hours, 'machine.cpu.stolen'), nowMs - hourMs)
  if (stolen === null) return notKnown('This platform does not tell how much other machines of the host take.')
  if (stolen < 5) return well('Other machines of the host take next to nothing.')
  return {
    kind: 'advice',
    advice: [
      {
        id: 'stolen-time',
        severity: stolen > 20 ? 'medium' : 'low',
        title: 'Move this machine to a quieter host, or to a larger one',
        evidence: `Over the last hour ${figure(stolen)} % of the processor time was taken by other machines of the same host.`,
        confidence: { level: 'high', why: 'The system counts it tick by tick.' },
        effect: 'Response times become even: time that is taken away cannot be seen or mended from inside.',
        steps: [
          'Ask the provider for another host, or stop and start the machine, which often moves it.',
          'Take a kind of machine with processors of its own (not "burstable").',
        ],
        undo: 'Go back to the kind of machine before.',
        place: { to: '/metrics', label: 'Metrics' },
        selectors: [{ name: 'machine.cpu.stolen', labels: {} }],
        fromMs: nowMs - 6 * hourMs,
        toMs: nowMs,
        badness: stolen,
      },
    ],
  }
}

/** A tenth of a second is what a person begins to feel. */
const lateMs = 100

export const eventLoop = ({ nowMs, hours }: Observed): Verdict => {
  const late = seriesOf(hours, 'console.loop.delay')
    ?.points.filter(({ atMs, mean }) => atMs >= nowMs - hourMs && mean !== null)
    .map(({ percentiles, mean }) => percentiles?.p99 ?? mean!)
  if (!late || late.length < 6) return notKnown('The delay of the console is measured for too short a time.')
  const often = late.filter((ms) => ms > lateMs).length / late.length
  if (often < 0.25) return well('The console answers without delay.')
  const worst = Math.max(...late)
  return {
    kind: 'advice',
    advice: [
      {
        id: 'event-loop',
        severity: often > 0.75 && worst > 1000 ? 'medium' : 'low',
        title: 'Find what keeps the console busy',
        evidence: `In ${figure(often * 100)} % of the last hour the console was late by more than ${lateMs} ms, at worst by ${figure(worst)} ms.`,
        confidence: { level: 'high', why: 'It is measured in the console itself, every moment.' },
        effect: 'Pages and live charts follow at once. Requests are not concerned: the guard is a process of its own.',
        steps: [
          'See whether the whole machine is busy: then mend that first.',
          'Record a CPU profile of the console in Metrics while it is slow.',
          'End long exports and verifications, or start them at a quiet time.',
        ],
        undo: 'Nothing is changed by a profile.',
        place: { to: '/metrics', label: 'Metrics' },
        selectors: [{ name: 'console.loop.delay', labels: {} }],
        fromMs: nowMs - 6 * hourMs,
        toMs: nowMs,
        badness: often * worst,
      },
    ],
  }
}
