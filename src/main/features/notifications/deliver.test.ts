import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { Channel } from '../../../shared/contract/notifications.ts'
import { anAlert } from '../../test-kit/an-alert.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { makeAuthority } from '../../test-kit/make-certificate.ts'
import { signingSecret } from '../../test-kit/open-test-notifications.ts'
import { startSmtpReceiver } from '../../test-kit/smtp-receiver.ts'
import { trustOnly } from '../../../ports/outgoing/trust.ts'
import { signingKey } from '../../outgoing/standard-webhook.ts'
import { deliver } from './deliver.ts'
import type { Message } from './message.ts'

const authority = makeAuthority()
const certificate = authority.certify(['127.0.0.1', 'localhost'])
const clock = createHandClock()
const message: Message = {
  kind: 'firing',
  threadId: 'life-1',
  group: 'machine',
  severity: 'high',
  alerts: [{ ...anAlert(), state: 'firing' }],
  count: 1,
  acknowledgedBy: null,
  atMs: clock.now(),
  isTest: false,
}
const sendTo = (channel: Channel, secret: string | null, { allow = true, timeoutMs = 20_000, trusted = true } = {}) =>
  deliver(
    { channel, template: null, allowPrivateNetwork: allow },
    secret,
    'delivery-1',
    message,
    {
      installationId: 'installation',
      hostName: 'gate',
      clock,
      timeoutMs,
      linkTo: () => null,
      ...(trusted && { trust: () => trustOnly(authority.caPem) }),
    },
    new AbortController().signal,
  )
const mail = (port: number, changes: Partial<Extract<Channel, { kind: 'email' }>> = {}): Channel => ({
  kind: 'email',
  host: '127.0.0.1',
  port,
  security: 'starttls',
  user: null,
  from: 'gate@example.org',
  to: ['ops@example.org', 'night@example.org'],
  ...changes,
})

test('Slack is posted to its secret address, over TLS', async () => {
  const slack = await startHttpReceiver({ certificate, answer: () => ({ status: 200, text: 'ok' }) })
  expect(await sendTo({ kind: 'slack' }, `${slack.url}/services/T/B/secret`)).toMatchObject({ kind: 'delivered' })
  expect(slack.received[0]).toMatchObject({ path: '/services/T/B/secret', headers: { 'content-type': 'application/json' } })
  expect(JSON.parse(slack.received[0]!.body)).toMatchObject({ text: 'Firing: Processor is busy' })
})

test('PagerDuty gets the routing key and the dedup key in the event', async () => {
  const pagerduty = await startHttpReceiver({ answer: () => ({ status: 202, text: '{"status":"success"}' }) })
  expect(await sendTo({ kind: 'pagerduty', url: `${pagerduty.url}/v2/enqueue` }, 'routing')).toMatchObject({ kind: 'delivered' })
  expect(JSON.parse(pagerduty.received[0]!.body)).toMatchObject({ routing_key: 'routing', dedup_key: 'life-1', event_action: 'trigger' })
})

test('a webhook can tell who sent it, and whether it had it before', async () => {
  const receiver = await startHttpReceiver()
  await sendTo({ kind: 'webhook', url: `${receiver.url}/hook` }, signingSecret)
  await sendTo({ kind: 'webhook', url: `${receiver.url}/hook` }, signingSecret)
  const [first, second] = receiver.received
  const seconds = first!.headers['webhook-timestamp'] as string
  const expected = createHmac('sha256', signingKey(signingSecret)).update(`delivery-1.${seconds}.${first!.body}`).digest('base64')
  expect(first!.headers).toMatchObject({ 'webhook-id': 'delivery-1', 'webhook-signature': `v1,${expected}` })
  expect(second!.headers['webhook-id']).toBe('delivery-1')
})

test.each<[string, Answer, 'failed' | 'refused', RegExp]>([
  ['403 with words', { status: 403, text: 'invalid_token\nmore' }, 'refused', /answers 403: invalid_token$/],
  ['404 without', 404, 'refused', /answers 404\.$/],
  ['410', { status: 410, text: 'channel_is_archived' }, 'refused', /channel_is_archived/],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://169.254.169.254/' } },
    'refused',
    /sends on to another address \(302\), which is not followed/,
  ],
  ['429', { status: 429, headers: { 'retry-after': '30' } }, 'failed', /429/],
  ['500', { status: 500, text: '<html>trouble</html>' }, 'failed', /500: <html>trouble/],
  ['408', 408, 'failed', /408/],
  ['nothing', 'stall', 'failed', /did not answer in time/],
  ['a broken connection', 'close', 'failed', /broke off the connection/],
])('answered with %s', async (_, answer, kind, sentence) => {
  const receiver = await startHttpReceiver({ answer: () => answer })
  const attempt = await sendTo({ kind: 'webhook', url: receiver.url }, signingSecret, answer === 'stall' ? { timeoutMs: 300 } : {})
  expect(attempt.kind).toBe(kind)
  expect(attempt.sentence).toMatch(sentence)
  expect(attempt.sentence).not.toContain(signingSecret)
})

test('a receiver that answers with what it was sent tells no secret to the page and the log', async () => {
  const receiver = await startHttpReceiver({
    answer: ({ path, body }) => ({ status: 404, text: `POST ${path} is not here: ${/"routing_key":"(\w+)"/.exec(body)?.[1] ?? ''}` }),
  })
  const path = '/services/T012/B345/hush%20hush?token=abcdef'
  const slack = await sendTo({ kind: 'slack' }, `${receiver.url}${path}`)
  const webhook = await sendTo({ kind: 'webhook', url: `${receiver.url}${path}` }, signingSecret)
  for (const { sentence } of [slack, webhook]) expect(sentence).toMatch(/answers 404: POST … is not here:$/)
  const pagerduty = await sendTo({ kind: 'pagerduty', url: `${receiver.url}/v2/enqueue` }, 'R0123456789')
  expect(pagerduty.sentence).toMatch(/answers 404: POST \/v2\/enqueue is not here: …$/)
  const smtp = await startSmtpReceiver({
    certificate,
    password: { user: 'gate', pass: 'tiger wrong' },
    refuse: () => ({ code: 554, message: 'not with tiger wrong' }),
  })
  expect((await sendTo(mail(smtp.port, { user: 'gate' }), 'tiger wrong')).sentence).toMatch(/does not take the message: 554 not with …$/)
})

test('what a receiver asks to wait is known', async () => {
  const receiver = await startHttpReceiver({ answer: () => ({ status: 429, headers: { 'retry-after': '30' } }) })
  expect(await sendTo({ kind: 'webhook', url: receiver.url }, signingSecret)).toMatchObject({ retryAfterMs: 30_000 })
})

test.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n', /does not answer as an HTTP server/],
  // Node then takes the connection out of the request, and its limit of time with it.
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', /broke off the connection/],
])('%s is no answer, and is not waited for', async (_, said, sentence) => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(said))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const attempt = await sendTo({ kind: 'webhook', url: `http://127.0.0.1:${port}/` }, signingSecret)
  expect(attempt).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(sentence) as string })
})

test('a certificate that nobody knows is not trusted', async () => {
  const receiver = await startHttpReceiver({ certificate })
  const attempt = await sendTo({ kind: 'webhook', url: receiver.url }, signingSecret, { trusted: false })
  expect(attempt).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/is not trusted/) as string })
  expect(receiver.received).toEqual([])
})

test('nothing reaches this machine where it was not allowed, by whatever name', async () => {
  const receiver = await startHttpReceiver()
  const smtp = await startSmtpReceiver()
  for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0']) {
    const attempt = await sendTo({ kind: 'webhook', url: `http://${host}:${receiver.port}/` }, signingSecret, { allow: false })
    expect(attempt).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/not allowed/) as string })
  }
  for (const host of ['127.0.0.1', 'localhost', '::ffff:127.0.0.1'])
    expect(await sendTo(mail(smtp.port, { host, security: 'none' }), null, { allow: false })).toMatchObject({
      kind: 'failed',
      sentence: expect.stringMatching(/not allowed/) as string,
    })
  expect([receiver.received, smtp.received]).toEqual([[], []])
})

test('mail goes out encrypted, with its password, and belongs together by its headers', async () => {
  const smtp = await startSmtpReceiver({ certificate, password: { user: 'gate', pass: 'correct horse' } })
  const attempt = await sendTo(mail(smtp.port, { user: 'gate' }), 'correct horse')
  expect(attempt).toMatchObject({ kind: 'delivered' })
  const [got] = smtp.received
  expect(got).toMatchObject({ user: 'gate', secure: true, from: 'gate@example.org', to: ['ops@example.org', 'night@example.org'] })
  expect(got!.raw).toContain('Message-ID: <delivery-1@example.org>')
  expect(got!.raw).toContain('References: <life-1@example.org>')
  expect(got!.raw).toContain('Subject: [Gatehouse] Firing: Processor is busy')
  expect(got!.raw).toContain('Content-Type: text/html')
})

test('mail over TLS from the first byte', async () => {
  const smtp = await startSmtpReceiver({ certificate, secure: true })
  expect(await sendTo(mail(smtp.port, { security: 'tls' }), null)).toMatchObject({ kind: 'delivered' })
  expect(smtp.received[0]!.secure).toBe(true)
})

test('a wrong password is refused for good, and is in no answer', async () => {
  const smtp = await startSmtpReceiver({ certificate, password: { user: 'gate', pass: 'right' } })
  const attempt = await sendTo(mail(smtp.port, { user: 'gate' }), 'tiger wrong')
  expect(attempt).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(/refuses user and password: 535/) as string })
  expect(attempt.sentence).not.toContain('tiger')
})

test('without STARTTLS nothing is sent, and neither where its certificate is not trusted', async () => {
  const plain = await startSmtpReceiver({ startTls: false })
  expect(await sendTo(mail(plain.port), null)).toMatchObject({
    kind: 'failed',
    sentence: expect.stringMatching(/offers no encryption/) as string,
  })
  const unknown = await startSmtpReceiver({ certificate })
  const attempt = await sendTo(mail(unknown.port), null, { trusted: false })
  expect(attempt).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/not trusted/) as string })
  expect([plain.received, unknown.received]).toEqual([[], []])
})

test.each<[string, { code: number; message: string } | 'stall' | 'close', 'failed' | 'refused', RegExp]>([
  ['451', { code: 451, message: 'Try again later' }, 'failed', /451 Try again later/],
  ['554', { code: 554, message: 'Looks like spam' }, 'refused', /554 Looks like spam/],
  ['nothing', 'stall', 'failed', /did not answer in time/],
  ['a broken connection', 'close', 'failed', /broke off|could not be reached|421/],
])('a mail server that answers with %s', async (_, told, kind, sentence) => {
  const smtp = await startSmtpReceiver({ refuse: () => told, startTls: false })
  const attempt = await sendTo(mail(smtp.port, { security: 'none' }), null, told === 'stall' ? { timeoutMs: 1_000 } : {})
  expect(attempt.kind).toBe(kind)
  expect(attempt.sentence).toMatch(sentence)
})

test('who is refused among several is said', async () => {
  const smtp = await startSmtpReceiver({ startTls: false, refuseRecipient: (address) => address.startsWith('night') })
  const attempt = await sendTo(mail(smtp.port, { security: 'none' }), null)
  expect(attempt).toEqual({ kind: 'delivered', sentence: `127.0.0.1:${smtp.port} took the message, but not for night@example.org.` })
})
