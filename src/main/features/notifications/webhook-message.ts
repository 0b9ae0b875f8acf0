/** A message as JSON for any program, in the envelope that Standard Webhooks recommends: type, timestamp, data. */
import { isoTime } from '../../outgoing/iso-time.ts'
import { linkOf, sentenceOf, titleOf } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message } from './message.ts'
import { fillTemplate } from './template.ts'

export const webhookBody = (message: Message, installationId: string, template: string | null, linkTo: LinkTo): string =>
  JSON.stringify({
    type: message.isTest ? 'alerts.test' : `alerts.${message.kind}`,
    timestamp: isoTime(message.atMs),
    data: {
      installationId,
      /** The same from the first message of a group to its resolved one. */
      dedupKey: message.threadId,
      group: message.group,
      severity: message.severity,
      title: titleOf(message),
      text: template === null ? sentenceOf(message) : fillTemplate(template, message, linkTo, (text) => text),
      count: message.count,
      acknowledgedBy: message.acknowledgedBy,
      link: linkOf(message, linkTo),
      alerts: message.alerts.map(({ startedAtMs, resolvedAtMs, ...alert }) => ({
        ...alert,
        startedAt: isoTime(startedAtMs),
        resolvedAt: resolvedAtMs === null ? null : isoTime(resolvedAtMs),
      })),
    },
  })
