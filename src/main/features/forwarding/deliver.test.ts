import { createHmac } from 'node:crypto'
import http from 'node:http'
import { createSecureContext } from 'node:tls'
import { expect, test } from 'vitest'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { aBatch, aHead, anEntry } from '../../test-kit/any-outgoing.ts'
import { createHandClock } from '../../test-kit/hand-clock.ts'
import { startHttpReceiver } from '../../test-kit/http-receiver.ts'
import type { Answer } from '../../test-kit/http-receiver.ts'
import { makeAuthority } from '../../test-kit/make-certificate.ts'
import { freePort, startDatagramReceiver, startStreamReceiver } from '../../test-kit/syslog-receivers.ts'
import { longestWaitMs } from '../../../ports/outgoing/back-off.ts'
import { deliverTo } from './deliver.ts'
import type { Sender } from './deliver.ts'
import type { Batch } from './outgoing.ts'

const authority = makeAuthority()
const clock = createHandClock()
const sender: Sender = { installationId: 'installation', hostName: 'gate', processId: 1, version: '1', clock, timeoutMs: 300, settleMs: 5 }
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

const deliver = (target: ForwardingTarget, batch: Batch = aBatch(), given: string | null = secret, changes: Partial<Sender> = {}) =>
  deliverTo(target, given, { ...sender, ...changes })(batch, new AbortController().signal)
const syslog = (transport: 'udp' | 'tcp' | 'tls', port: number, host = '127.0.0.1', caPem: string | null = null): ForwardingTarget => ({
  kind: 'syslog',
  transport,
  host,
  port,
  facility: 13,
  caPem,
})
const many = aBatch({
  entries: Array.from({ length: 400 }, (_, index) => anEntry({ sequence: index + 1, message: `entry ${index + 1} ${'x'.repeat(500)}` })),
  head: aHead,
})
const sequencesIn = (messages: string[]) => messages.flatMap((message) => /seq="(\d+)"/.exec(message)?.[1] ?? []).map(Number)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

test('over TCP a batch is delivered once the receiver has read it to the end, in order, the head last', async () => {
  const receiver = await startStreamReceiver()
  expect(await deliver(syslog('tcp', receiver.port), many)).toEqual({ kind: 'delivered', rejected: 0, note: null })
  expect(sequencesIn(receiver.messages)).toEqual(upTo(400))
  expect(receiver.messages.at(-1)).toContain('log.head')
})

test('over TLS the receiver must be one whom the given authority signed, under the name it was asked for', async () => {
  const receiver = await startStreamReceiver({ certificate: authority.certify(['localhost', '127.0.0.1']) })
  for (const host of ['localhost', '127.0.0.1']) {
    expect(await deliver(syslog('tls', receiver.port, host, authority.caPem), many)).toMatchObject({ kind: 'delivered' })
  }
  expect(sequencesIn(receiver.messages)).toEqual([...upTo(400), ...upTo(400)])

  expect(await deliver(syslog('tls', receiver.port))).toMatchObject({
    kind: 'failed',
    problem: expect.stringContaining('not trusted') as string,
  })
  expect(await deliver(syslog('tls', receiver.port, '127.0.0.1', makeAuthority('Another').caPem))).toMatchObject({
    problem: expect.stringContaining('not trusted') as string,
  })
  const elsewhere = await startStreamReceiver({ certificate: authority.certify(['other.example']) })
  expect(await deliver(syslog('tls', elsewhere.port, '127.0.0.1', authority.caPem))).toMatchObject({
    problem: expect.stringContaining('another name') as string,
  })
  const old = await startStreamReceiver({ certificate: authority.certify(['127.0.0.1'], true) })
  expect(await deliver(syslog('tls', old.port, '127.0.0.1', authority.caPem))).toMatchObject({
    problem: expect.stringContaining('expired') as string,
  })
  expect(elsewhere.messages).toEqual([])
  expect(old.messages).toEqual([])
})

test('TLS to a receiver without it says so', async () => {
  const plain = await startHttpReceiver()
  expect(await deliver(syslog('tls', plain.port))).toMatchObject({ problem: expect.stringContaining('does not speak TLS') as string })
})

test.each([
  ['cut', /closed the connection|broke off/],
  ['refuse', /closed the connection|broke off/],
  ['stall', /did not answer in time/],
] as const)('a TCP receiver that does “%s” has not got the batch', async (fate, words) => {
  const receiver = await startStreamReceiver({ fate: () => fate })
  const delivery = await deliver(syslog('tcp', receiver.port), many)
  expect(delivery).toMatchObject({ kind: 'failed', problem: expect.stringMatching(words) as string })
})

test('over UDP each message is one datagram of at most 2,048 bytes', async () => {
  const receiver = await startDatagramReceiver()
  const batch = aBatch({ entries: [anEntry(), anEntry({ sequence: 8, message: 'é'.repeat(4_000) })] })
  expect(await deliver(syslog('udp', receiver.port), batch)).toMatchObject({ kind: 'delivered' })
  await expect.poll(() => receiver.messages).toHaveLength(2)
  expect(sequencesIn(receiver.messages)).toEqual([7, 8])
  expect(Math.max(...receiver.sizes)).toBeLessThanOrEqual(2_048)
  expect(receiver.messages[1]).toMatch(/é…$/)
})

test('a closed port is told as such, by TCP, by UDP and by HTTP', async () => {
  const port = await freePort()
  const refused = { kind: 'failed', problem: `127.0.0.1:${port} refuses the connection: nothing listens there.`, retryAfterMs: null }
  expect(await deliver(syslog('tcp', port))).toEqual(refused)
  expect(await deliver(syslog('udp', port), many, null, { settleMs: 200 })).toEqual(refused)
  expect(await deliver({ kind: 'webhook', url: `http://127.0.0.1:${port}` })).toEqual(refused)
})

test('a name that does not exist is told as such', async () => {
  for (const target of [syslog('tcp', 6514, 'gatehouse.invalid'), { kind: 'webhook', url: 'http://gatehouse.invalid' } as const])
    expect(await deliver(target)).toMatchObject({ kind: 'failed', problem: expect.stringMatching(/was not found|DNS/) as string })
})

test('a name that leads to the credentials of a cloud machine is not connected to', async () => {
  for (const target of [
    syslog('tcp', 80, '0xa9fea9fe'),
    syslog('udp', 80, '2852039166'),
    { kind: 'webhook', url: 'http://[fd00:ec2::254]/' } as const,
  ])
    expect(await deliver(target)).toMatchObject({ kind: 'failed', problem: expect.stringContaining('not allowed') as string })
})

test('a webhook can be verified by its receiver, and knows the same batch by its id', async () => {
  const receiver = await startHttpReceiver()
  const target: ForwardingTarget = { kind: 'webhook', url: `${receiver.url}/hooks/gatehouse?a=1` }
  expect(await deliver(target, many)).toMatchObject({ kind: 'delivered' })
  const [{ path, headers, body }] = receiver.received as [(typeof receiver.received)[number]]
  expect(path).toBe('/hooks/gatehouse?a=1')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(signed)
    .digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${expected}`)
  expect(headers['webhook-id']).toBe('batch-1')
  expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(clock.now() / 1000))
  expect((JSON.parse(body) as { entries: { sequence: number }[] }).entries.map(({ sequence }) => sequence)).toEqual(upTo(400))
})

test('over HTTPS a webhook goes only to a receiver whom it trusts', async () => {
  const receiver = await startHttpReceiver({ certificate: authority.certify(['127.0.0.1']) })
  const target: ForwardingTarget = { kind: 'webhook', url: receiver.url }
  expect(await deliver(target)).toMatchObject({ kind: 'failed', problem: expect.stringContaining('not trusted') as string })
  expect(receiver.received).toEqual([])
  const trust = () => createSecureContext({ ca: authority.caPem })
  expect(await deliver(target, aBatch(), secret, { trust })).toMatchObject({ kind: 'delivered' })
})

test('a proxy of the environment is not used', async () => {
  const proxy = await startHttpReceiver()
  const receiver = await startHttpReceiver()
  const plain = http.globalAgent
  // As Node makes it where it was started with NODE_USE_ENV_PROXY.
  http.globalAgent = new http.Agent({ proxyEnv: { HTTP_PROXY: proxy.url } })
  try {
    await new Promise((answered) => http.get(receiver.url, (answer) => answered(answer.resume())))
    expect(proxy.received).toHaveLength(1)
    expect(await deliver({ kind: 'webhook', url: receiver.url })).toMatchObject({ kind: 'delivered' })
  } finally {
    http.globalAgent = plain
  }
  expect(proxy.received).toHaveLength(1)
  expect(receiver.received).toHaveLength(1)
})

test.each<[Answer, object]>([
  [301, { kind: 'failed', problem: /sends on to another address \(301\)/ }],
  [401, { kind: 'failed', problem: /refuses what it was sent \(401\)/, retryAfterMs: null }],
  [404, { kind: 'failed', problem: /takes nothing at this address/ }],
  [410, { kind: 'gone', problem: /wants nothing more/ }],
  [413, { kind: 'too-large', problem: /takes less at once/ }],
  [500, { kind: 'failed', problem: /trouble of its own/, retryAfterMs: null }],
  [
    { status: 429, headers: { 'retry-after': '30' } },
    { kind: 'failed', problem: /less often/, retryAfterMs: 30_000 },
  ],
  [
    { status: 503, headers: { 'retry-after': 'Sat, 21 Nov 2026 08:01:00 GMT' } },
    { kind: 'failed', retryAfterMs: 60_000 },
  ],
  [
    { status: 500, headers: { 'retry-after': '30' } },
    { kind: 'failed', retryAfterMs: null },
  ],
  ['close', { kind: 'failed', problem: /broke off/ }],
  ['stall', { kind: 'failed', problem: /did not answer in time/ }],
])('a webhook answered with %j', async (answer, expected) => {
  const receiver = await startHttpReceiver({ answer: () => answer })
  const delivery = await deliver({ kind: 'webhook', url: `${receiver.url}/secret-path` })
  for (const [name, value] of Object.entries(expected) as [keyof typeof delivery, unknown][]) {
    if (value instanceof RegExp) expect(delivery[name]).toMatch(value)
    else expect(delivery[name]).toEqual(value)
  }
  expect(JSON.stringify(delivery)).not.toContain('secret-path')
})

test('a redirect is not followed, so that nobody else gets the log', async () => {
  const other = await startHttpReceiver()
  const receiver = await startHttpReceiver({ answer: () => ({ status: 307, headers: { location: other.url } }) })
  expect(await deliver({ kind: 'webhook', url: receiver.url })).toMatchObject({ kind: 'failed' })
  expect(other.received).toEqual([])
})

test('an answer without end is not read to its end', async () => {
  const receiver = await startHttpReceiver({ answer: () => ({ status: 200, text: 'x'.repeat(5_000_000) }) })
  expect(await deliver({ kind: 'otlp', url: receiver.url, headerName: 'authorization' })).toMatchObject({ kind: 'delivered' })
})

test('a collector gets its secret in the header that was named, and nothing else of it', async () => {
  const receiver = await startHttpReceiver({ answer: () => ({ status: 200, text: '{}' }) })
  expect(await deliver({ kind: 'otlp', url: receiver.url, headerName: 'X-Api-Key' }, aBatch(), 'sesame')).toMatchObject({
    kind: 'delivered',
    rejected: 0,
  })
  const [{ path, headers, body }] = receiver.received as [(typeof receiver.received)[number]]
  expect(path).toBe('/v1/logs')
  expect(headers['x-api-key']).toBe('sesame')
  expect(headers.authorization).toBeUndefined()
  expect(body).not.toContain('sesame')
})

test('a collector that answers with the secret it was sent has it told to nobody', async () => {
  const text = '{"partialSuccess":{"errorMessage":"got Bearer open-sesame, that is open-sesame"}}'
  const receiver = await startHttpReceiver({ answer: () => ({ status: 200, text }) })
  const target = { kind: 'otlp', url: receiver.url, headerName: 'authorization' } as const
  expect(await deliver(target, aBatch(), 'Bearer open-sesame')).toMatchObject({ kind: 'delivered', note: 'got …, that is …' })
})

test('what a collector rejects for good is told, and not sent again', async () => {
  const text = '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too old"}}'
  const receiver = await startHttpReceiver({ answer: () => ({ status: 200, text }) })
  expect(await deliver({ kind: 'otlp', url: receiver.url, headerName: 'authorization' })).toEqual({
    kind: 'delivered',
    rejected: 1,
    note: 'too old',
  })
})

test('a status that no second try would mend waits as long as can be, and one that passes does not', async () => {
  let status = 400
  const receiver = await startHttpReceiver({ answer: () => status })
  const target: ForwardingTarget = { kind: 'otlp', url: receiver.url, headerName: 'authorization' }
  expect(await deliver(target)).toMatchObject({ kind: 'failed', retryAfterMs: longestWaitMs })
  status = 502
  expect(await deliver(target)).toMatchObject({ kind: 'failed', retryAfterMs: null })
})

test('what is on its way ends at once when it is called off', async () => {
  const silent = await startHttpReceiver({ answer: () => 'stall' })
  const stream = await startStreamReceiver({ fate: () => 'stall' })
  for (const target of [{ kind: 'webhook', url: silent.url } as const, syslog('tcp', stream.port)]) {
    const stopping = new AbortController()
    const delivering = deliverTo(target, secret, { ...sender, timeoutMs: 60_000 })(many, stopping.signal)
    await expect.poll(() => (target.kind === 'webhook' ? silent.received.length : stream.connections())).toBe(1)
    stopping.abort(new Error('called off'))
    await expect(delivering).rejects.toThrow('called off')
  }
})
