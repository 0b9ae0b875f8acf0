/** What the log says of alerts that fired, resolved, or were silenced by time: one entry for each rule and moment. */
import type { AuditEvent } from '../../database/database.ts'
import type { Alert } from '../../../shared/contract/alerts.ts'

export type ToldTurn = 'fired' | 'resolved' | 'gone' | 'silenced' | 'unsilenced'

const verbs: Record<ToldTurn, string> = {
  fired: 'fired',
  resolved: 'resolved',
  gone: 'is measured no longer',
  silenced: 'is silenced',
  unsilenced: 'is not silenced any more',
}
const actions: Record<ToldTurn, string> = {
  fired: 'alert.fired',
  resolved: 'alert.resolved',
  gone: 'alert.resolved',
  silenced: 'alert.silenced',
  unsilenced: 'alert.unsilenced',
}
const mostNamed = 5

export const turnEvents = (turns: readonly { kind: ToldTurn; alert: Alert }[]): AuditEvent[] => {
  const groups = Map.groupBy(turns, ({ kind, alert }) => `${kind} ${alert.ruleId}`)
  return [...groups.values()].map((group) => {
    const [{ kind, alert }] = group as [(typeof group)[number]]
    const one = group.length === 1
    return {
      action: actions[kind],
      severity: kind === 'fired' ? alert.severity : 'info',
      message: one
        ? `The alert “${alert.ruleName}” ${verbs[kind]}: ${alert.sentence}`
        : `The alert “${alert.ruleName}” ${verbs[kind]} for ${group.length} series at once`,
      target: one ? { kind: 'alert', id: alert.id, name: alert.ruleName } : { kind: 'alert-rule', id: alert.ruleId, name: alert.ruleName },
      count: group.length,
      detail: {
        severity: alert.severity,
        group: alert.group,
        alerts: group.slice(0, mostNamed).map(({ alert: { id, labels, value, worst } }) => ({ id, labels, value, worst })),
      },
    }
  })
}
