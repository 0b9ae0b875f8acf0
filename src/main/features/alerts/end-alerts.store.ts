/** Ends alerts within a transaction: the row, its course, and whoever is to be told. */
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import type { Alert } from '../../../shared/contract/alerts.ts'
import type { Writable } from '../../database/database.ts'
import { addToCourse, alertById, firingOf, setResolved, trimResolved } from './alert.store.ts'

/** Writes what is to be told into the same transaction, so that nothing is lost over a kill, and nothing told that did not happen. */
export type Notify = (tx: Writable, notices: readonly AlertNotice[]) => void

export interface Ending {
  atMs: number
  by: string | null
  /** Why it is over. */
  sentence: string
}

const keptResolved = 10_000
const trimmedAtOnce = 200

/** Those that were still open, as they are now. */
export const endAlerts = (tx: Writable, alerts: readonly Pick<Alert, 'id' | 'value' | 'worst'>[], ending: Ending): Alert[] => {
  const ended = alerts.flatMap((alert) => {
    if (!setResolved(tx, alert, ending.atMs)) return []
    addToCourse(tx, alert.id, { ...ending, word: 'resolved' })
    return [alertById(tx, alert.id)!]
  })
  trimResolved(tx, keptResolved, trimmedAtOnce)
  return ended
}

export const endAlertsOfRule = (tx: Writable, ruleId: string, ending: Ending, notify: Notify): void => {
  const ended = endAlerts(tx, firingOf(tx, ruleId), ending)
  notify(
    tx,
    ended.map((alert) => ({ kind: 'resolved', alert, atMs: ending.atMs })),
  )
}
