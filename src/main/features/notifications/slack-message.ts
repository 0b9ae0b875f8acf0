/** A message as Slack's incoming webhooks take it (Block Kit): a coloured bar, the title, what is so, and where to look. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { cutText } from '../../outgoing/cut-text.ts'
import { labelWords, linkOf, oneLine, sentenceOf, timeWords, titleOf } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message } from './message.ts'
import { fillTemplate } from './template.ts'

const colours: Record<Severity, string> = { info: '#6b7280', low: '#3b82f6', medium: '#eab308', high: '#f97316', critical: '#dc2626' }
const resolvedColour = '#16a34a'

/** Slack reads these three as its own: without them nobody can be called by a name in an alert. */
export const escapeSlack = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const slackLink = (url: string, words: string): string => `<${url.replace(/[<>|\s]/g, encodeURIComponent)}|${escapeSlack(words)}>`

/** Of one text block; Slack takes 3,000 signs. */
const maxBytes = 2_900
/** `verbatim`: Slack makes no links of its own out of what an alert holds (a host name, `#channel`). */
const words = (text: string, verbatim = true) => ({ type: 'mrkdwn', text: cutText(text, maxBytes), verbatim })
const section = (text: ReturnType<typeof words>) => ({ type: 'section', text })

export const slackBody = (message: Message, template: string | null, linkTo: LinkTo): string => {
  const { alerts, count, kind } = message
  const title = titleOf(message)
  const link = linkOf(message, linkTo)
  // A star would end the bold.
  const shortTitle = cutText(title.replace(/\*/g, '∗'), 200)
  const [first] = alerts
  const others = alerts.slice(1, 10).map((alert) => `• ${escapeSlack(oneLine(alert.sentence))}`)
  const left = count - 1 - others.length
  const facts = [
    escapeSlack(message.severity),
    first && !message.isTest && `since ${timeWords(first.startedAtMs)}`,
    first && escapeSlack(cutText(labelWords(first), 600)),
    first?.runbookUrl && slackLink(first.runbookUrl, 'Runbook'),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '')
  const own = [
    escapeSlack(sentenceOf(message)),
    ...(first?.summary && kind !== 'resolved' ? [escapeSlack(first.summary)] : []),
    ...others,
    ...(left > 0 && others.length > 0 ? [`… and ${left} more`] : []),
  ]
  const blocks = [
    section(words(`*${link ? slackLink(link, shortTitle) : escapeSlack(shortTitle)}*`)),
    // In a person's own words `{{link}}` is to become one.
    section(template === null ? words(own.join('\n')) : words(fillTemplate(template, message, linkTo, escapeSlack) || ' ', false)),
    { type: 'context', elements: [words(facts.join('  ·  '))] },
  ]
  return JSON.stringify({
    text: escapeSlack(title),
    attachments: [{ color: kind === 'resolved' ? resolvedColour : colours[message.severity], fallback: escapeSlack(title), blocks }],
    unfurl_links: false,
  })
}
