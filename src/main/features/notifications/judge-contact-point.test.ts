import { expect, test } from 'vitest'
import type { Channel, GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { aContactPoint } from '../../test-kit/open-test-notifications.ts'
import { judgeContactPoint } from './judge-contact-point.ts'

const judge = (channel: Channel, changes: Partial<GivenContactPoint> = {}) =>
  judgeContactPoint(aContactPoint(channel, { allowPrivateNetwork: false, ...changes }))
const mail = (changes: Partial<Extract<Channel, { kind: 'email' }>> = {}): Channel => ({
  kind: 'email',
  host: 'mail.example.org',
  port: 587,
  security: 'starttls',
  user: null,
  from: 'gate@example.org',
  to: ['ops@example.org'],
  ...changes,
})

test.each<[string, Channel, Partial<GivenContactPoint>]>([
  ['this computer', { kind: 'desktop' }, {}],
  ['Slack', { kind: 'slack' }, { secret: 'https://hooks.slack.com/services/T/B/x' }],
  ['PagerDuty', { kind: 'pagerduty', url: 'https://events.pagerduty.com/v2/enqueue' }, { secret: 'R0UT1NGKEY' }],
  ['a webhook', { kind: 'webhook', url: 'https://hooks.example.org/x' }, {}],
  ['mail without a user', mail(), {}],
  ['mail with one', mail({ user: 'gate' }), { secret: 'pass' }],
  ['a neighbour that is allowed', { kind: 'webhook', url: 'http://192.168.1.9/x' }, { allowPrivateNetwork: true }],
])('%s can stand', (_, channel, changes) => {
  expect(judge(channel, changes)).toBeNull()
})

test.each<[string, Channel, Partial<GivenContactPoint>, string, RegExp]>([
  ['a neighbour', { kind: 'webhook', url: 'https://192.168.1.9/x' }, {}, 'channel.url', /private network/],
  ['this machine by name', { kind: 'webhook', url: 'https://localhost/x' }, {}, 'channel.url', /private network/],
  ['this machine, mapped', { kind: 'webhook', url: 'https://[::ffff:7f00:1]/x' }, {}, 'channel.url', /private network/],
  ['this machine as a number', { kind: 'webhook', url: 'https://2130706433/x' }, {}, 'channel.url', /private network/],
  ['a mail server next door', mail({ host: '10.0.0.25' }), {}, 'channel.host', /private network/],
  ['Slack next door', { kind: 'slack' }, { secret: 'https://127.0.0.1/services' }, 'secret', /private network/],
  [
    'cloud credentials, allowed or not',
    { kind: 'webhook', url: 'http://169.254.169.254/latest' },
    { allowPrivateNetwork: true },
    'channel.url',
    /credentials/,
  ],
  ['Slack without TLS', { kind: 'slack' }, { secret: 'http://hooks.slack.com/x' }, 'secret', /https/],
  ['Slack that is no address', { kind: 'slack' }, { secret: 'xoxb-123' }, 'secret', /whole address/],
  ['a name in the address', { kind: 'webhook', url: 'https://me:pw@hooks.example.org/' }, {}, 'channel.url', /name and password/],
  ['a short secret', { kind: 'webhook', url: 'https://hooks.example.org/' }, { secret: 'short' }, 'secret', /too short/],
  [
    'a routing key with blanks',
    { kind: 'pagerduty', url: 'https://events.pagerduty.com/v2/enqueue' },
    { secret: 'a b' },
    'secret',
    /routing key/,
  ],
  ['a password without encryption', mail({ user: 'gate', security: 'none' }), { secret: 'pass' }, 'channel.security', /encryption/],
  ['a password without a user', mail(), { secret: 'pass' }, 'channel.user', /user/],
  ['a host with a path', mail({ host: 'mail.example.org/x' }), {}, 'channel.host', /name or an address/],
  ['a secret for this computer', { kind: 'desktop' }, { secret: 'x' }, 'secret', /no secret/],
])('%s is refused, at the field that is wrong', (_, channel, changes, field, sentence) => {
  const refusal = judge(channel, changes)
  expect(refusal?.field).toBe(field)
  expect(refusal?.sentence).toMatch(sentence)
})
