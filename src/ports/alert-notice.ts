/** What the alerts tell the notifications, within the transaction of the change itself, so that none is lost and none told twice. */
import type { Alert } from '../shared/contract/alerts.ts'

export interface AlertNotice {
  /**
   * - `firing`: it began to fire, or its silence ended while it fires
   * - `acknowledged`: somebody took it up; it is repeated and escalated no more
   * - `unacknowledged`: it was given back
   * - `silenced`: it is quiet from now on; what waits of it is dropped
   * - `resolved`: it is over
   */
  kind: 'firing' | 'acknowledged' | 'unacknowledged' | 'silenced' | 'resolved'
  alert: Alert
  atMs: number
}
