/** The rules that come with the product, as they come. */
import type { GivenRule, Measure } from '../../../shared/contract/alerts.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

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

const below = (given: Threshold): GivenRule['condition'] => ({ ...above(given), comparison: 'below' }) as GivenRule['condition']

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
  'limits-apart': {
    ...shared,
    name: 'Limits counted apart',
    summary:
      'What the limits are counted in together (Redis, or a shared file) cannot be used: each guard counts by itself, and callers may do as much at each. Open Limits to see why, and mend it; counting together begins again by itself.',
    condition: below({ measure: { name: 'guard.limits.store' }, value: 0.5, resolveValue: 0.5, windowMs: minuteMs / 6 }),
    forMs: minuteMs / 6,
    severity: 'high',
    group: 'service',
  },
  certificate: {
    ...shared,
    name: 'A certificate ends soon',
    summary:
      'A certificate that the guard shows to callers ends within a fortnight; after that they are turned away by their own side. Put the new one in its place: the guard reads it again by itself. Policy, Ports, says which one it is.',
    condition: below({ measure: { name: 'guard.tls.left' }, value: 14 * dayMs, resolveValue: 15 * dayMs, windowMs: minuteMs }),
    forMs: 0,
    severity: 'medium',
    group: 'service',
  },
}
