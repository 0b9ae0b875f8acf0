/** A message as an e-mail: plain text and HTML that say the same. All that comes from an alert is escaped. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { labelWords, linkOf, oneLine, sentenceOf, timeWords, titleOf } from './message-words.ts'
import type { LinkTo } from './message-words.ts'
import type { Message } from './message.ts'
import { fillTemplate } from './template.ts'

export interface MailText {
  subject: string
  text: string
  html: string
}

const colours: Record<Severity, string> = { info: '#6b7280', low: '#2563eb', medium: '#a16207', high: '#c2410c', critical: '#b91c1c' }

export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')

const paragraph = (text: string): string => `<p style="margin:0 0 12px">${escapeHtml(text).replace(/\r?\n/g, '<br>')}</p>`
/** `http` and `https` alone: nothing else is a link in a mail. */
const anchor = (url: string, words: string): string =>
  /^https?:/i.test(url) ? `<a href="${escapeHtml(url)}" style="color:#2563eb">${escapeHtml(words)}</a>` : escapeHtml(url)

export const mailText = (message: Message, template: string | null, linkTo: LinkTo): MailText => {
  const { alerts, count, kind, isTest } = message
  const title = titleOf(message)
  const [first] = alerts
  const link = linkOf(message, linkTo)
  const runbook = first?.runbookUrl ?? null
  const listed = alerts.slice(1).map((alert) => oneLine(alert.sentence))
  const left = count - 1 - listed.length
  const facts = [
    ...(isTest ? [] : [['Severity', message.severity]]),
    ...(first ? [['Since', timeWords(first.startedAtMs)]] : []),
    ...(first && labelWords(first) ? [['Labels', labelWords(first)]] : []),
    ...(isTest ? [] : [['Group', oneLine(message.group)]]),
  ] as [string, string][]
  const body =
    template === null
      ? [sentenceOf(message), ...(first?.summary && kind !== 'resolved' ? [first.summary] : [])]
      : [fillTemplate(template, message, linkTo, (text) => text)]
  const more = [...listed, ...(left > 0 && listed.length > 0 ? [`… and ${left} more`] : [])]
  const text = [
    ...body,
    ...(more.length > 0 ? [more.map((one) => `- ${one}`).join('\n')] : []),
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    [...(link === null ? [] : [`Open in Gatehouse: ${link}`]), ...(runbook === null ? [] : [`Runbook: ${runbook}`])].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  const rows = facts.map(
    ([name, value]) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#6b7280">${escapeHtml(name)}</td><td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  )
  const links = [...(link === null ? [] : [anchor(link, 'Open in Gatehouse')]), ...(runbook === null ? [] : [anchor(runbook, 'Runbook')])]
  const html = [
    '<div style="font:14px/1.5 system-ui,sans-serif;color:#111827;max-width:600px">',
    `<h1 style="font-size:18px;margin:0 0 12px;padding-left:10px;border-left:4px solid ${kind === 'resolved' ? '#15803d' : colours[message.severity]}">${escapeHtml(title)}</h1>`,
    ...body.map(paragraph),
    ...(more.length > 0 ? [`<ul>${more.map((one) => `<li>${escapeHtml(one)}</li>`).join('')}</ul>`] : []),
    ...(rows.length > 0 ? [`<table style="border-collapse:collapse;margin:0 0 12px">${rows.join('')}</table>`] : []),
    ...(links.length > 0 ? [`<p>${links.join(' &nbsp;·&nbsp; ')}</p>`] : []),
    '</div>',
  ].join('\n')
  return { subject: `[Gatehouse] ${title}`, text, html }
}
