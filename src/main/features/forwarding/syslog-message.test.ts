import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBatch, aHead, anEntry } from '../../test-kit/any-outgoing.ts'
import { unframe } from '../../test-kit/syslog-receivers.ts'
import { framed, syslogMessages } from './syslog-message.ts'

const sender = {
  installationId: '019aa000-0000-7000-8000-00000000000f',
  hostName: 'gate.example',
  processId: 42,
  facility: 13,
  maxBytes: 8_192,
}

interface Parsed {
  priority: number
  time: string
  host: string
  app: string
  process: string
  messageId: string
  values: Map<string, string>
  message: string
}

/** Reads a message by the grammar of RFC 5424, 6, one sign after the other; throws where it is none. */
const parse = (text: string): Parsed => {
  const head = /^<(\d{1,3})>1 (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) \[gatehouse@32473/.exec(text)
  if (!head) throw new Error(`No header: ${text.slice(0, 200)}`)
  const values = new Map<string, string>()
  let at = head[0].length
  while (text[at] === ' ') {
    const name = /^ ([^\s="\]]{1,32})="/.exec(text.slice(at))
    if (!name) throw new Error(`No parameter at ${at}`)
    at += name[0].length
    let value = ''
    while (text[at] !== '"') {
      if (text[at] === undefined || text[at] === ']') throw new Error(`Not escaped at ${at}`)
      if (text[at] === '\\') at++
      value += text[at++]
    }
    at++
    values.set(name[1]!, value)
  }
  if (text.slice(at, at + 3) !== '] \ufeff') throw new Error(`No end of the structured data at ${at}`)
  const [, priority, time, host, app, process, messageId] = head
  return {
    priority: Number(priority),
    time: time!,
    host: host!,
    app: app!,
    process: process!,
    messageId: messageId!,
    values,
    message: text.slice(at + 3),
  }
}
const written = (batch: Parameters<typeof syslogMessages>[0], changes: Partial<typeof sender> = {}) =>
  syslogMessages(batch, { ...sender, ...changes }).map((bytes) => bytes.toString())

test('an entry is written as RFC 5424 says, with all that names it', () => {
  const [text] = written(aBatch())
  const { values, ...rest } = parse(text!)
  expect(rest).toEqual({
    priority: 13 * 8 + 3,
    time: '2026-11-21T08:00:00.005Z',
    host: 'gate.example',
    app: 'gatehouse',
    process: '42',
    messageId: 'session.refused',
    message: 'A session was refused',
  })
  expect(Object.fromEntries(values)).toMatchObject({
    installation: sender.installationId,
    seq: '7',
    hash: 'ab'.repeat(32),
    previous: 'cd'.repeat(32),
    actor: 'mara',
    source: '127.0.0.1',
    target: 'Chrome on Linux',
    detail: '{"why":"too late"}',
  })
  expect(values.has('targetId')).toBe(false)
})

test.each([
  ['info', 6],
  ['low', 5],
  ['medium', 4],
  ['high', 3],
  ['critical', 2],
] as const)('severity %s becomes syslog severity %i', (severity, code) => {
  const [text] = written(aBatch({ entries: [anEntry({ severity })] }), { facility: 23 })
  expect(parse(text!).priority).toBe(23 * 8 + code)
})

test('a signed head follows the entries as a record of its own, whole enough to be verified', () => {
  const messages = written(aBatch({ head: aHead })).map(parse)
  expect(messages.map(({ messageId }) => messageId)).toEqual(['session.refused', 'log.head'])
  expect(Object.fromEntries(messages[1]!.values)).toMatchObject({
    head: '7',
    atMs: String(aHead.atMs),
    hash: aHead.hash,
    key: aHead.keyId,
    signature: aHead.signature,
    horizon: '0',
    horizonHash: aHead.horizonHash,
  })
})

test('a line break in an entry does not become a line of the receiver', () => {
  const forged = 'harmless\n<34>1 2026-11-21T08:00:00Z gate gatehouse 1 - - all is well\r\u0000\u2028\u0085'
  const [text] = written(aBatch({ entries: [anEntry({ message: forged, source: forged })] }))
  // oxlint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/)
  expect(parse(text!).message).toContain('harmless␊<34>1')
})

test('what is too long for a datagram loses its detail first, then the end of its message, and says that it was cut', () => {
  const detail = `{"text":"${'x'.repeat(3_000)}"}`
  const withoutDetail = parse(written(aBatch({ entries: [anEntry({ detail })] }), { maxBytes: 2_048 })[0]!)
  expect(withoutDetail.values.has('detail')).toBe(false)
  expect(withoutDetail.values.get('cut')).toBe('yes')
  expect(withoutDetail.message).toBe('A session was refused')

  const message = '€'.repeat(2_000)
  const [text] = written(aBatch({ entries: [anEntry({ detail, message })] }), { maxBytes: 2_048 })
  expect(Buffer.byteLength(text!)).toBeLessThanOrEqual(2_048)
  expect(Buffer.byteLength(text!)).toBeGreaterThan(2_040)
  expect(parse(text!).message).toMatch(/^€+…$/)
})

test('whatever an entry holds, its message is one that every receiver can read back, within its size', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', ']', '[', ' ', '=', '\n', 'é', '🦊', '€'), maxLength: 400 }),
    fc.string({ minLength: 500, maxLength: 3_000 }),
  )
  fc.assert(
    fc.property(
      fc.record({ message: anyText, name: anyText, source: anyText, action: anyText, detail: anyText, class: anyText, id: anyText }),
      fc.constantFrom(2_048, 8_192),
      (given, maxBytes) => {
        const well = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text.toWellFormed()])) as typeof given
        const entry = anEntry({
          message: well.message,
          action: well.action,
          source: well.source,
          detail: well.detail,
          threatClass: well.class,
          actor: { kind: 'consumer', id: well.id, name: well.name },
          target: { kind: well.action, id: well.id, name: well.name },
        })
        const [bytes] = syslogMessages(aBatch({ entries: [entry] }), { ...sender, hostName: well.name, maxBytes })
        expect(bytes!.length).toBeLessThanOrEqual(maxBytes)
        const { values, message } = parse(bytes!.toString())
        expect(values.get('seq')).toBe('7')
        expect(values.get('hash')).toBe(entry.hash)
        // oxlint-disable-next-line no-control-regex
        const plain = (text: string) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
        if (!values.has('cut') && plain(well.message)) expect(message).toBe(well.message)
        if (!values.has('cut') && plain(well.name)) expect(values.get('actor')).toBe(well.name)
        expect(message).not.toContain('\ufffd'.repeat(well.message.length + 1))
      },
    ),
    { numRuns: 300 },
  )
})

test('frames tell the length in bytes, so that a receiver finds each message again', () => {
  const messages = [Buffer.from('grüße'), Buffer.from('12 34'), Buffer.from('x')]
  const { messages: found, rest } = unframe(framed(messages))
  expect(found).toEqual(['grüße', '12 34', 'x'])
  expect(rest).toHaveLength(0)
})
