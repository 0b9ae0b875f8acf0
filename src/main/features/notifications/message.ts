/** What a contact point is told, before any channel gives it a form; and what became of a try to tell it. */
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { Delivery } from '../../../shared/contract/notifications.ts'

export type MessageKind = Delivery['kind']

export type ToldAlert = Pick<
  Alert,
  'id' | 'ruleName' | 'severity' | 'labels' | 'sentence' | 'summary' | 'runbookUrl' | 'startedAtMs' | 'resolvedAtMs' | 'value'
> & { state: 'firing' | 'acknowledged' | 'silenced' | 'resolved' }

export interface Message {
  kind: MessageKind
  /** Of the group's life at this contact point: what belongs together has the same. */
  threadId: string
  group: string
  /** The worst. */
  severity: Severity
  /** New and worst first; at most `maxAlerts`. */
  alerts: ToldAlert[]
  /** Of all, those left out too. */
  count: number
  acknowledgedBy: string | null
  atMs: number
  isTest: boolean
}

export const maxAlerts = 20

export type Attempt =
  | { kind: 'delivered'; sentence: string }
  /** `retryAfterMs`: what the receiver asked for; null leaves it to the back-off. */
  | { kind: 'failed'; sentence: string; retryAfterMs: number | null }
  /** The same would be refused again, however often it were sent. */
  | { kind: 'refused'; sentence: string }
