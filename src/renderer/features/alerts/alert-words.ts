/** Alerts, rules and deliveries in words. */
import type { Alert, AlertRule, Condition } from '../../../shared/contract/alerts.ts'
import type { Delivery } from '../../../shared/contract/notifications.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { formatCounted } from '../../ui/format.ts'
import { severityNames } from '../../ui/severity.tsx'

export const alertStateNames: Record<Alert['state'], string> = { pending: 'Pending', firing: 'Firing', resolved: 'Resolved' }

export const ruleStateNames: Record<AlertRule['state'], string> = {
  off: 'Off',
  well: 'Well',
  'no-data': 'No data',
  pending: 'Pending',
  firing: 'Firing',
}
export const ruleStateHelp: Record<AlertRule['state'], string> = {
  off: 'It judges nothing until it is switched on.',
  well: 'It is judged all the time, and nothing is wrong.',
  'no-data': 'No series matches, or none has been measured: it cannot be judged.',
  pending: 'The condition holds, but not long enough yet.',
  firing: 'It fires now.',
}

export const conditionNames: Record<Condition['kind'], string> = {
  threshold: 'Threshold',
  rate: 'Change',
  absence: 'Absence',
  burn: 'Error budget',
}

/** `core=3, host=a` as people read labels. */
export const labelWords = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')

/** For the bell, read aloud. */
export const firingSentence = (firing: number, worst: Severity | null): string => {
  if (firing === 0) return 'No alert fires'
  const count = formatCounted(firing, 'alert fires', 'alerts fire')
  return worst === null ? count : `${count}, ${firing === 1 ? 'severity' : 'the worst'} ${severityNames[worst].toLowerCase()}`
}

export const emptyAlerts: Record<'open' | 'history', { title: string; text: string }> = {
  open: {
    title: 'No open alerts',
    text: 'The rules are judged all the time. What breaks one stands here, with the chart of what happened and what to do about it.',
  },
  history: { title: 'No past alerts', text: 'Alerts that are over stay here, with their course and who took them up.' },
}

export const deliveryStateNames: Record<Delivery['state'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Failed',
  dropped: 'Dropped',
}
