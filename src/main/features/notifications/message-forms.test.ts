import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anAlert } from '../../test-kit/an-alert.ts'
import { mailText } from './mail-message.ts'
import { titleOf } from './message-words.ts'
import type { Message, ToldAlert } from './message.ts'
import { pagerdutyBody } from './pagerduty-event.ts'
import { slackBody } from './slack-message.ts'
import { fillTemplate } from './template.ts'
import { webhookBody } from './webhook-message.ts'

const told = (changes: Partial<ToldAlert> = {}): ToldAlert => ({ ...anAlert(), state: 'firing', ...changes })
const aMessage = (changes: Partial<Message> = {}): Message => ({
  kind: 'firing',
  threadId: 'life-1',
  group: 'machine',
  severity: 'high',
  alerts: [told()],
  count: 1,
  acknowledgedBy: null,
  atMs: Date.UTC(2026, 10, 21, 8),
  isTest: false,
  ...changes,
})
const linkTo = (alertId: string | null) => `http://127.0.0.1:4600/alerts?alert=${alertId ?? ''}`
const nasty = '<!channel> </p><script>x</script> "quoted" & {{link}}\r\nBcc: eve@example.org'

test('a title names the first alert, how many more, and what became of them', () => {
  expect(titleOf(aMessage())).toBe('Firing: Processor is busy')
  expect(titleOf(aMessage({ kind: 'resolved', count: 3 }))).toBe('Resolved: Processor is busy and 2 more')
  expect(titleOf(aMessage({ kind: 'repeat' }))).toBe('Still firing: Processor is busy')
  expect(titleOf(aMessage({ isTest: true, alerts: [], count: 0 }))).toBe('Test: this contact point works')
})

test('Slack gets the title, what is so, since when, and where to look', () => {
  const body = slackBody(aMessage({ alerts: [told(), told({ sentence: 'Memory: 91 %' })], count: 12 }), null, linkTo)
  expect(body).toContain('Processor: 93 %, above 80 % for 5 min')
  expect(body).toContain('• Memory: 91 %')
  expect(body).toContain('… and 10 more')
  expect(body).toContain('since 2026-11-21 07:55 UTC')
  expect(body).toContain('host=gate')
  expect(body).toContain('<https://runbooks.example.org/cpu|Runbook>')
  expect(body).toMatch(/\*<http:\/\/127\.0\.0\.1:4600\/alerts\?alert=[0-9a-f-]+\|Firing: Processor is busy and 11 more>\*/)
})

test('nobody can be called, and no markup opened, by what an alert holds', () => {
  const alerts = [
    told({ ruleName: nasty, sentence: nasty, summary: nasty, labels: { [nasty]: nasty }, runbookUrl: 'https://x.example/a|b>c' }),
  ]
  const slack = slackBody(aMessage({ alerts }), null, linkTo)
  expect(slack).not.toContain('<!channel>')
  expect(slack).toContain('&lt;!channel&gt;')
  expect(slack).toContain('https://x.example/a%7Cb%3Ec')
  expect(slack.match(/"verbatim":true/g)).toHaveLength(3)
  expect(slackBody(aMessage({ alerts }), 'Look: {{link}}', linkTo).match(/"verbatim":false/g)).toHaveLength(1)
  const { subject, html } = mailText(aMessage({ alerts }), null, linkTo)
  expect(html).not.toContain('<script>')
  expect(subject).not.toMatch(/[\r\n]/)
  // Cut to nothing else than what it is: JSON stays JSON.
  expect(JSON.parse(pagerdutyBody(aMessage({ alerts }), 'key', 'gate', null, linkTo))).toMatchObject({ routing_key: 'key' })
})

test('whatever an alert holds, a subject is one line and HTML holds no tag of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const alerts = [told({ ruleName: text, sentence: text, summary: text, labels: { a: text } })]
      const { subject, html } = mailText(aMessage({ alerts, group: text }), '{{name}}{{sentence}}{{summary}}', linkTo)
      expect(subject).not.toMatch(/\p{Cc}|\u2028/u)
      const tags = html.replace(/<\/?(?:div|h1|p|br|ul|li|table|tr|td|a)(?: [^<>]*)?>/g, '')
      expect(tags).not.toMatch(/[<>]/)
    }),
  )
})

test('one life of a group is one incident of PagerDuty: triggered, acknowledged, resolved under one key', () => {
  const event = (kind: Message['kind']) =>
    JSON.parse(pagerdutyBody(aMessage({ kind }), 'routing', 'gate', null, linkTo)) as Record<string, unknown>
  expect(event('firing')).toMatchObject({
    routing_key: 'routing',
    event_action: 'trigger',
    dedup_key: 'life-1',
    payload: {
      summary: 'Firing: Processor is busy. Processor: 93 %, above 80 % for 5 min',
      severity: 'error',
      source: 'gate',
      group: 'machine',
    },
    links: [{ text: 'Open in Gatehouse' }, { href: 'https://runbooks.example.org/cpu' }],
  })
  expect(event('repeat')).toMatchObject({ event_action: 'trigger', dedup_key: 'life-1' })
  expect(event('acknowledged')).toEqual({ routing_key: 'routing', event_action: 'acknowledge', dedup_key: 'life-1' })
  expect(event('resolved')).toEqual({ routing_key: 'routing', event_action: 'resolve', dedup_key: 'life-1' })
})

test('a summary is cut to what PagerDuty takes', () => {
  const body = JSON.parse(pagerdutyBody(aMessage({ alerts: [told({ sentence: 'ü'.repeat(3_000) })] }), 'k', 'gate', null, linkTo)) as {
    payload: { summary: string }
  }
  expect(Buffer.byteLength(body.payload.summary)).toBeLessThanOrEqual(1_024)
})

test('a webhook gets all of it as data', () => {
  expect(JSON.parse(webhookBody(aMessage({ acknowledgedBy: 'mara' }), 'installation', null, linkTo))).toMatchObject({
    type: 'alerts.firing',
    timestamp: '2026-11-21T08:00:00.000Z',
    data: {
      installationId: 'installation',
      dedupKey: 'life-1',
      severity: 'high',
      acknowledgedBy: 'mara',
      alerts: [{ ruleName: 'Processor is busy', state: 'firing', startedAt: '2026-11-21T07:55:00.000Z', resolvedAt: null }],
    },
  })
})

test('a template replaces the names it knows, leaves the others, and runs nothing', () => {
  const message = aMessage({ alerts: [told({ ruleName: '{{link}} <b>', summary: 'Look.' })] })
  const fill = (template: string, escape = (text: string) => text) => fillTemplate(template, message, linkTo, escape)
  expect(fill('{{severity}} {{ name }} ({{count}}, {{state}}): {{summary}}')).toBe('high {{link}} <b> (1, Firing): Look.')
  expect(fill('{{unknown}} {{constructor}} ${1} {{#if}}')).toBe('{{unknown}} {{constructor}} ${1} {{#if}}')
  expect(fill('*{{name}}*', (text) => text.replace('<', '&lt;'))).toBe('*{{link}} &lt;b>*')
})
