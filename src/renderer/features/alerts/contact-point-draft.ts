/** A contact point while somebody fills it in: the fields of every channel kept side by side, and what is wrong with them. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import {
  channelSchema,
  quietHoursSchema,
  type Channel,
  type ContactPoint,
  type GivenContactPoint,
} from '../../../shared/contract/notifications.ts'
import { lengthDraftOf, readLength, type LengthDraft } from './length-draft.ts'

type Email = Extract<Channel, { kind: 'email' }>

export interface ContactPointDraft {
  kind: Channel['kind']
  name: string
  enabled: boolean
  leastSeverity: Severity
  groups: string
  /** Of a webhook. */
  url: string
  /** Of PagerDuty: another region's. */
  pagerDutyUrl: string
  host: string
  port: string
  security: Email['security']
  user: string
  from: string
  to: string
  secret: string
  isQuiet: boolean
  quietFrom: string
  quietTo: string
  quietDays: string[]
  exceptFrom: Severity
  repeats: boolean
  repeat: LengthDraft
  after: LengthDraft
  tellResolved: boolean
  hasTemplate: boolean
  template: string
  allowPrivateNetwork: boolean
}

const draftFields = [
  'name', 'groups', 'url', 'pagerDutyUrl', 'host', 'port', 'user', 'from', 'to', 'secret', 'quietFrom', 'quietTo', 'quietDays', 'repeat', 'after',
  'template', 'allowPrivateNetwork',
] as const // prettier-ignore
export type ContactPointField = (typeof draftFields)[number]
interface ContactPointProblem {
  field: ContactPointField
  sentence: string
}

const usualPagerDutyUrl = 'https://events.pagerduty.com/v2/enqueue'
const dayMs = 86_400_000
const allDays = ['1', '2', '3', '4', '5', '6', '0']
/** Lines in which a template usually says what there is to say. */
const usualTemplate = '{{severity}}: {{name}}\n{{sentence}}\n{{summary}}\n{{link}}'

export const newContactPoint: ContactPointDraft = {
  kind: 'slack',
  name: '',
  enabled: true,
  leastSeverity: 'medium',
  groups: '',
  url: '',
  pagerDutyUrl: usualPagerDutyUrl,
  host: '',
  port: '587',
  security: 'starttls',
  user: '',
  from: '',
  to: '',
  secret: '',
  isQuiet: false,
  quietFrom: '22:00',
  quietTo: '07:00',
  quietDays: allDays,
  exceptFrom: 'critical',
  repeats: true,
  repeat: { amount: '4', unit: 'hours' },
  after: { amount: '0', unit: 'minutes' },
  tellResolved: true,
  hasTemplate: false,
  template: usualTemplate,
  allowPrivateNetwork: false,
}

/** A secret that is stored is not known here. */
export const contactPointDraftOf = (point: ContactPoint): ContactPointDraft => {
  const { channel, quietHours, repeatMs } = point
  const common: ContactPointDraft = {
    ...newContactPoint,
    kind: channel.kind,
    name: point.name,
    enabled: point.enabled,
    leastSeverity: point.leastSeverity,
    groups: point.groups.join(', '),
    repeats: repeatMs !== null,
    ...(repeatMs !== null && { repeat: lengthDraftOf(repeatMs) }),
    after: lengthDraftOf(point.afterMs),
    tellResolved: point.tellResolved,
    hasTemplate: point.template !== null,
    template: point.template ?? usualTemplate,
    allowPrivateNetwork: point.allowPrivateNetwork,
    ...(quietHours && {
      isQuiet: true,
      quietFrom: quietHours.from,
      quietTo: quietHours.to,
      quietDays: quietHours.days.map(String),
      exceptFrom: quietHours.exceptFrom,
    }),
  }
  if (channel.kind === 'webhook') return { ...common, url: channel.url }
  if (channel.kind === 'pagerduty') return { ...common, pagerDutyUrl: channel.url }
  if (channel.kind !== 'email') return common
  const { host, port, security, user, from, to } = channel
  return { ...common, host, port: String(port), security, user: user ?? '', from, to: to.join(', ') }
}

const listOf = (text: string): string[] =>
  text
    .split(/[,;\s]+/)
    .map((part) => part.trim())
    .filter(Boolean)

/** As it would be sent, sound or not. */
const channelOf = (draft: ContactPointDraft): unknown => {
  switch (draft.kind) {
    case 'desktop':
    case 'slack':
      return { kind: draft.kind }
    case 'pagerduty':
      return { kind: 'pagerduty', url: draft.pagerDutyUrl.trim() }
    case 'webhook':
      return { kind: 'webhook', url: draft.url.trim() }
    case 'email': {
      const { host, port, security, user, from, to } = draft
      return {
        kind: 'email',
        host,
        port: Number(port.trim() || NaN),
        security,
        user: user.trim() || null,
        from: from.trim(),
        to: listOf(to),
      }
    }
  }
}

const wholeAddress = 'Enter the whole address, beginning with https:// or http://.'
const sentences: Record<string, ContactPointProblem> = {
  host: { field: 'host', sentence: 'Enter the name or the address of the mail server.' },
  port: { field: 'port', sentence: 'A port is a number from 1 to 65535.' },
  user: { field: 'user', sentence: 'This name is too long.' },
  from: { field: 'from', sentence: 'Enter one address, such as gatehouse@example.org.' },
  to: { field: 'to', sentence: 'Enter one address or several, with commas between them.' },
}

const needsSecret = ({ kind, user }: Pick<ContactPointDraft, 'kind' | 'user'>): boolean =>
  kind === 'slack' || kind === 'pagerduty' || kind === 'webhook' || (kind === 'email' && user.trim() !== '')
const secretSentences: Record<Channel['kind'], string> = {
  desktop: '',
  slack: 'Enter the address of the incoming webhook; whoever has it can write there.',
  pagerduty: 'Enter the routing key of the service’s integration.',
  webhook: 'Give the secret that signs, so that the receiver can tell who sent it.',
  email: 'Enter the password of the user.',
}

type ReadContactPoint = { kind: 'problem'; problem: ContactPointProblem } | { kind: 'given'; given: GivenContactPoint }

/** `hasSecret`: one is stored already. What only the core can judge, it says itself. */
export const readContactPoint = (draft: ContactPointDraft, hasSecret: boolean): ReadContactPoint => {
  const problem = (field: ContactPointField, sentence: string): ReadContactPoint => ({ kind: 'problem', problem: { field, sentence } })
  const name = draft.name.trim()
  if (name === '' || name.length > 60)
    return problem('name', 'Give it a name of at most 60 letters, so that deliveries can say whom they reached.')
  const channel = channelSchema.safeParse(channelOf(draft))
  if (!channel.success) {
    if (draft.kind === 'webhook') return problem('url', wholeAddress)
    if (draft.kind === 'pagerduty') return problem('pagerDutyUrl', wholeAddress)
    return { kind: 'problem', problem: sentences[String(channel.error.issues[0]?.path[0])] ?? sentences['to']! }
  }
  if (draft.secret === '' && !hasSecret && needsSecret(draft)) return problem('secret', secretSentences[draft.kind])
  const groups = draft.groups
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  if (groups.length > 20 || groups.some((group) => group.length > 60))
    return problem('groups', 'At most 20 groups, with commas between them.')
  const repeatMs = draft.repeats ? readLength(draft.repeat, 60_000, 7 * dayMs) : null
  if (draft.repeats && repeatMs === null) return problem('repeat', 'From a minute to seven days.')
  const afterMs = readLength(draft.after, 0, dayMs)
  if (afterMs === null) return problem('after', 'From 0 to a day.')
  if (draft.isQuiet && draft.quietDays.length === 0) return problem('quietDays', 'Choose at least one day.')
  const quiet = quietHoursSchema.safeParse({
    from: draft.quietFrom,
    to: draft.quietTo,
    days: draft.quietDays.map(Number),
    exceptFrom: draft.exceptFrom,
  })
  if (draft.isQuiet && !quiet.success) return problem('quietFrom', 'Enter both times, such as 22:00 and 07:00.')
  if (draft.isQuiet && draft.quietFrom === draft.quietTo) return problem('quietTo', 'It must end at another time than it begins.')
  if (draft.hasTemplate && (draft.template.trim() === '' || draft.template.length > 4000))
    return problem('template', 'Write at most 4,000 letters, or take the usual message.')
  const { enabled, leastSeverity, tellResolved, allowPrivateNetwork } = draft
  return {
    kind: 'given',
    given: {
      name,
      channel: channel.data,
      enabled,
      leastSeverity,
      groups,
      quietHours: draft.isQuiet && quiet.success ? quiet.data : null,
      repeatMs,
      afterMs,
      tellResolved,
      template: draft.hasTemplate ? draft.template : null,
      allowPrivateNetwork,
      secret: draft.kind === 'desktop' || draft.secret === '' ? null : draft.secret,
    },
  }
}

const named: Record<string, ContactPointField> = { repeatMs: 'repeat', afterMs: 'after', quietHours: 'quietFrom' }
/** Where what the core refused stands in the form; null where it is of no field. */
export const contactPointFieldOf = (path: string | null, kind: Channel['kind']): ContactPointField | null => {
  const last = path?.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
  if (last === 'url') return kind === 'pagerduty' ? 'pagerDutyUrl' : kind === 'slack' ? 'secret' : 'url'
  return named[last] ?? draftFields.find((field) => field === last) ?? null
}
