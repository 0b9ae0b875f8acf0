/** Contact points in words: by which channel, to where, and when. */
import type { Channel, ContactPoint } from '../../../shared/contract/notifications.ts'
import { formatDuration } from '../../ui/format.ts'
import { severityNames } from '../../ui/severity.tsx'

export const channelNames: Record<Channel['kind'], string> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  webhook: 'Webhook',
  email: 'E-mail',
  desktop: 'This computer',
}

export const whereTo = (channel: Channel): string => {
  switch (channel.kind) {
    case 'desktop':
      return 'Notifications of the desktop, or of a browser with the console open'
    case 'slack':
      return 'Slack, by an incoming webhook'
    case 'pagerduty':
      return `PagerDuty, by ${URL.canParse(channel.url) ? new URL(channel.url).host : channel.url}`
    case 'webhook':
      return `Webhook to ${channel.url}`
    case 'email':
      return `E-mail to ${channel.to.join(', ')}`
  }
}

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const daysWords = (days: readonly number[]): string => {
  if (days.length === 7) return 'every day'
  const inWeek = [1, 2, 3, 4, 5, 6, 0].filter((day) => days.includes(day))
  if (inWeek.join() === '1,2,3,4,5') return 'on weekdays'
  if (inWeek.join() === '6,0') return 'at weekends'
  return `on ${inWeek.map((day) => dayNames[day]).join(', ')}`
}

/** What it is told, and when: one clause each. */
export const rhythmWords = (point: Pick<ContactPoint, 'leastSeverity' | 'groups' | 'repeatMs' | 'afterMs' | 'quietHours'>): string => {
  const { leastSeverity, groups, repeatMs, afterMs, quietHours } = point
  const clauses = [
    leastSeverity === 'info'
      ? 'Every alert'
      : leastSeverity === 'critical'
        ? 'Critical alerts'
        : `${severityNames[leastSeverity]} and above`,
    groups.length > 0 && `of ${groups.join(', ')}`,
    afterMs > 0 && `once nobody has acknowledged for ${formatDuration(afterMs)}`,
    repeatMs === null ? 'told once' : `again every ${formatDuration(repeatMs)}`,
    quietHours && `quiet from ${quietHours.from} to ${quietHours.to} ${daysWords(quietHours.days)}`,
  ]
  return `${clauses.filter(Boolean).join(', ')}.`
}

export const placeholders: readonly { name: string; means: string; example: string }[] = [
  { name: 'name', means: 'The rule', example: 'The processor is busy' },
  { name: 'severity', means: 'How bad it is', example: 'high' },
  { name: 'state', means: 'Firing or resolved', example: 'firing' },
  { name: 'sentence', means: 'What is wrong', example: 'Processor: 93 %, above 80 % for 5 min' },
  { name: 'summary', means: 'What it means', example: 'Requests wait for the processor. Look at the processes first.' },
  { name: 'count', means: 'How many alerts', example: '1' },
  { name: 'runbook', means: 'Address of the runbook', example: 'https://wiki.example.org/cpu' },
  { name: 'link', means: 'Address of the alert', example: 'http://127.0.0.1:4280/alerts' },
]

const known = new Map(placeholders.map(({ name, example }) => [name, example]))

/** The message as it would read; what is no placeholder stays as it is and is named. */
export const exampleOf = (template: string): { text: string; unknown: string[] } => {
  const unknown: string[] = []
  const text = template.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (whole, name: string) => {
    const example = known.get(name)
    if (example === undefined) unknown.push(whole)
    return example ?? whole
  })
  return { text, unknown: [...new Set(unknown)] }
}

/** What deleting takes away, for the question before it. */
export const deletionConsequence = ({ waiting }: Pick<ContactPoint, 'waiting'>): string =>
  `Nobody is told there any more${waiting > 0 ? `, and ${waiting === 1 ? 'the message that waits' : `${waiting} messages that wait`} will not be sent` : ''}. What was sent stays in the list of deliveries. To pause it, switch it off instead.`
