/** Alerts for tests, and the notices that tell of them. */
import { createIds } from '../../ports/ids.ts'
import { systemClock } from '../../ports/clock.ts'
import type { AlertNotice } from '../../ports/alert-notice.ts'
import type { Alert } from '../../shared/contract/alerts.ts'

const ids = createIds(systemClock)

export const anAlert = (changes: Partial<Alert> = {}): Alert => ({
  id: ids.next(),
  version: 1,
  ruleId: ids.next(),
  ruleName: 'Processor is busy',
  severity: 'high',
  group: 'machine',
  labels: { host: 'gate' },
  sentence: 'Processor: 93 %, above 80 % for 5 min',
  state: 'firing',
  startedAtMs: Date.UTC(2026, 10, 21, 7, 55),
  firedAtMs: Date.UTC(2026, 10, 21, 8),
  resolvedAtMs: null,
  value: 93,
  worst: 95,
  threshold: 80,
  unit: 'percent',
  acknowledged: null,
  silencedBy: null,
  summary: 'Look for a process that runs away.',
  runbookUrl: 'https://runbooks.example.org/cpu',
  selectors: [],
  ...changes,
})

export const aNotice = (kind: AlertNotice['kind'], alert: Alert, atMs: number): AlertNotice => ({
  kind,
  atMs,
  alert: {
    ...alert,
    ...(kind === 'resolved' && { state: 'resolved' as const, resolvedAtMs: atMs }),
    ...(kind === 'acknowledged' && { acknowledged: { by: 'mara', atMs, note: '' } }),
  },
})
