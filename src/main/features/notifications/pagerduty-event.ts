/** A message as an event of PagerDuty's Events API v2: the group's life is one incident, by its dedup key. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { cutText } from '../../outgoing/cut-text.ts'
import { isoTime } from '../../outgoing/iso-time.ts'
import { linkOf, sentenceOf, titleOf } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message, MessageKind } from './message.ts'
import { fillTemplate } from './template.ts'

const actions: Record<MessageKind, 'trigger' | 'acknowledge' | 'resolve'> = {
  firing: 'trigger',
  update: 'trigger',
  repeat: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
}
const severities: Record<Severity, 'info' | 'warning' | 'error' | 'critical'> = {
  info: 'info',
  low: 'info',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
}
/** PagerDuty cuts a summary there. */
const maxSummaryBytes = 1_024

export const pagerdutyBody = (message: Message, routingKey: string, source: string, template: string | null, linkTo: LinkTo): string => {
  const event = { routing_key: routingKey, event_action: actions[message.kind], dedup_key: message.threadId }
  if (event.event_action !== 'trigger') return JSON.stringify(event)
  const [first] = message.alerts
  const link = linkOf(message, linkTo)
  const runbook = first?.runbookUrl ?? null
  const summary =
    template === null ? `${titleOf(message)}. ${sentenceOf(message)}` : fillTemplate(template, message, linkTo, (text) => text)
  return JSON.stringify({
    ...event,
    client: 'Gatehouse',
    ...(link !== null && { client_url: link }),
    links: [
      ...(link === null ? [] : [{ href: link, text: 'Open in Gatehouse' }]),
      ...(runbook === null ? [] : [{ href: runbook, text: 'Runbook' }]),
    ],
    payload: {
      summary: cutText(summary, maxSummaryBytes),
      source,
      severity: severities[message.severity],
      timestamp: isoTime(first?.startedAtMs ?? message.atMs),
      group: message.group,
      class: first?.ruleName ?? '',
      custom_details: {
        count: message.count,
        alerts: message.alerts.map(({ sentence, labels, summary: what, startedAtMs }) => ({
          sentence,
          labels,
          summary: what,
          since: isoTime(startedAtMs),
        })),
      },
    },
  })
}
