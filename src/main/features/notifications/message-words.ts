/** A message in plain words: its title, its first sentence, what else is known. Each channel escapes them in its own way. */
import { isoTime } from '../../outgoing/iso-time.ts'
import type { Message, MessageKind, ToldAlert } from './message.ts'

const kindWords: Record<MessageKind, string> = {
  firing: 'Firing',
  update: 'Update',
  repeat: 'Still firing',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
}

/** Nothing that breaks a line or turns the text around: a title is a line of its own wherever it goes. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()

export const stateWord = ({ kind }: Pick<Message, 'kind'>): string => kindWords[kind]

/** "Disk is nearly full and 2 more" */
export const namesOf = ({ alerts, count }: Pick<Message, 'alerts' | 'count'>): string =>
  `${oneLine(alerts[0]?.ruleName ?? 'An alert')}${count > 1 ? ` and ${count - 1} more` : ''}`

/** "Firing: Disk is nearly full and 2 more" */
export const titleOf = (message: Pick<Message, 'kind' | 'alerts' | 'count' | 'isTest'>): string =>
  message.isTest ? 'Test: this contact point works' : `${kindWords[message.kind]}: ${namesOf(message)}`

/** What is so, of the first alert or of all. */
export const sentenceOf = ({ kind, alerts, acknowledgedBy, isTest }: Message): string => {
  if (isTest) return 'Gatehouse can reach you here. No alert fires.'
  if (kind === 'resolved') return alerts.length > 1 ? 'All of it is over.' : `It is over: ${oneLine(alerts[0]?.sentence ?? '')}`
  if (kind === 'acknowledged') return `${oneLine(acknowledgedBy ?? 'Somebody')} took it up.`
  return oneLine(alerts[0]?.sentence ?? '')
}

export const labelWords = ({ labels }: Pick<ToldAlert, 'labels'>): string =>
  Object.entries(labels)
    .map(([name, value]) => oneLine(`${name}=${value}`))
    .join(', ')

/** `2026-11-21 08:00 UTC` */
export const timeWords = (atMs: number): string => `${isoTime(atMs).slice(0, 16).replace('T', ' ')} UTC`

/** The alert's page in the console; null where the console has no address that a browser could open. */
export type LinkTo = (alertId: string | null) => string | null

export const linkOf = (message: Message, linkTo: LinkTo): string | null => linkTo(message.isTest ? null : (message.alerts[0]?.id ?? null))
