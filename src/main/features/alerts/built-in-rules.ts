/** The rules that come with the product, as they come. */
import type { GivenRule, Measure } from '../../../shared/contract/alerts.ts'

const minuteMs = 60_000

interface Threshold {
  measure: Pick<Measure, 'name'> & Partial<Measure>
  value: number
  resolveValue: number
  windowMs: number
  leastCount?: number
}

const above = ({ measure, ...rest }: Threshold): GivenRule['condition'] => ({
  kind: 'threshold',
  measure: { labels: {}, figure: 'mean', join: 'each', dividedBy: null, ...measure },
  comparison: 'above',
  leastCount: 0,
  ...rest,
})

const shared = { labels: {}, runbookUrl: null, enabled: true, keepFiringMs: minuteMs }

export const builtInRules: Record<string, GivenRule> = {
  processor: {
    ...shared,
    name: 'Processor busy',
    summary:
      'The processors have been busy for minutes: everything on this machine gets slower. Open Metrics to see which processes use most, then end, move or limit them.',
    condition: above({ measure: { name: 'machine.cpu.used' }, value: 80, resolveValue: 75, windowMs: minuteMs }),
    forMs: 5 * minuteMs,
    severity: 'medium',
    group: 'machine',
  },
  memory: {
    ...shared,
    name: 'Memory runs short',
    summary:
      'Little memory is left: the system may soon end processes on its own. Open Metrics to see which processes use most and whether it grows steadily, then end or restart them.',
    condition: above({
      measure: { name: 'machine.memory.used', dividedBy: { name: 'machine.memory.total', labels: {} } },
      value: 85,
      resolveValue: 82,
      windowMs: minuteMs,
    }),
    forMs: 5 * minuteMs,
    severity: 'medium',
    group: 'machine',
  },
  disk: {
    ...shared,
    name: 'Disk fills up',
    summary:
      'A disk is nearly full: on a full disk nothing can be written, the log included. Free some space, or shorten in Settings how long metrics, traffic and the log are kept.',
    condition: above({
      measure: { name: 'machine.disk.used', dividedBy: { name: 'machine.disk.total', labels: {} } },
      value: 90,
      resolveValue: 88,
      windowMs: minuteMs,
    }),
    forMs: 5 * minuteMs,
    severity: 'high',
    group: 'machine',
  },
  'response-time': {
    ...shared,
    name: 'Slow answers',
    summary:
      'One request in twenty takes longer than a second. Open Traffic to see which route and upstream are slow, and whether the machine is busy at the same time.',
    condition: above({
      measure: { name: 'guard.duration', figure: 'p95' },
      value: 1000,
      resolveValue: 800,
      windowMs: 5 * minuteMs,
      leastCount: 20,
    }),
    forMs: 2 * minuteMs,
    severity: 'medium',
    group: 'service',
  },
  errors: {
    ...shared,
    name: 'Many errors',
    summary:
      'More than one request in twenty fails. Open Traffic, filter by errors to see which route and upstream they come from, and look at what was changed last.',
    condition: above({
      measure: { name: 'guard.errors', dividedBy: { name: 'guard.requests', labels: {} } },
      value: 5,
      resolveValue: 3,
      windowMs: 5 * minuteMs,
      leastCount: 20,
    }),
    forMs: 2 * minuteMs,
    severity: 'high',
    group: 'service',
  },
}
