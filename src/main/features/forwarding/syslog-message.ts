/** Writes records as syslog messages (RFC 5424), each cut to what its receiver has to take, and says so where it was cut. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { cutText } from '../../outgoing/cut-text.ts'
import { isoTime } from '../../outgoing/iso-time.ts'
import { headMessage, testMessage } from './outgoing.ts'
import type { Batch, OutgoingEntry, OutgoingHead } from './outgoing.ts'

export interface SyslogSender {
  installationId: string
  hostName: string
  processId: number
  /** RFC 5424, 6.2.1. */
  facility: number
  /** Of one message, without framing. */
  maxBytes: number
}

interface Parts {
  severity: Severity
  atMs: number
  messageId: string
  values: Record<string, string | null>
  /** Left out first where there is too little room. */
  detail: string | null
  message: string
}

/** RFC 5424, 6.2.1: informational, notice, warning, error, critical. */
const severityCodes: Record<Severity, number> = { info: 6, low: 5, medium: 4, high: 3, critical: 2 }
/** 32473 is the number that examples use where nobody has registered one (RFC 5612). */
const structureId = 'gatehouse@32473'
/** Of one value with its escapes, where the message does not fit. A signature has to fit whole. */
const shortValueBytes = 96
const cutMark = '…'

/** What a receiver would write as a line of its own is shown as a sign instead: a log must not be forged by a line break. */
const withoutControls = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (sign) => {
    const code = sign.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })

/** PRINTUSASCII of at most `max` signs, or the nil value (RFC 5424, 6). */
const headerField = (text: string, max: number): string => text.replace(/[^\x21-\x7e]/g, '').slice(0, max) || '-'

/** RFC 5424, 6.3.3. */
const escapeValue = (text: string): string => text.replace(/["\\\]]/g, '\\$&')

const structureOf = (values: Record<string, string | null>): string => {
  const parameters = Object.entries(values).flatMap(([name, value]) => (value === null ? [] : ` ${name}="${escapeValue(value)}"`))
  return `[${structureId}${parameters.join('')}]`
}

/** Counts what escaping adds, so that no text however odd can fill a message. */
const shortened = (text: string): string => {
  if (Buffer.byteLength(escapeValue(text)) <= shortValueBytes) return text
  let room = shortValueBytes - Buffer.byteLength(cutMark)
  let kept = ''
  for (const sign of text) {
    room -= Buffer.byteLength(escapeValue(sign))
    if (room < 0) break
    kept += sign
  }
  return kept + cutMark
}

const write = (parts: Parts, sender: SyslogSender): Buffer => {
  const priority = sender.facility * 8 + severityCodes[parts.severity]
  const header = [
    `<${priority}>1`,
    isoTime(parts.atMs),
    headerField(sender.hostName, 255),
    'gatehouse',
    headerField(String(sender.processId), 128),
    headerField(parts.messageId, 32),
  ].join(' ')
  const message = withoutControls(parts.message)
  const values: Parts['values'] = {}
  for (const [name, value] of Object.entries({ installation: sender.installationId, ...parts.values }))
    values[name] = value === null ? null : withoutControls(value)

  // The byte order mark says that the message is UTF-8 (RFC 5424, 6.4).
  const whole = Buffer.from(
    `${header} ${structureOf({ ...values, detail: parts.detail && withoutControls(parts.detail) })} \ufeff${message}`,
  )
  if (whole.length <= sender.maxBytes) return whole
  const short = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && shortened(value)]))
  const beforeMessage = `${header} ${structureOf({ ...short, cut: 'yes' })} \ufeff`
  const room = sender.maxBytes - Buffer.byteLength(beforeMessage)
  const rest = Buffer.byteLength(message) <= room ? message : cutText(message, room - Buffer.byteLength(cutMark)) + cutMark
  return Buffer.from(beforeMessage + rest)
}

const partsOfEntry = (entry: OutgoingEntry): Parts => ({
  severity: entry.severity,
  atMs: entry.atMs,
  messageId: entry.action,
  values: {
    seq: String(entry.sequence),
    hash: entry.hash,
    previous: entry.previousHash,
    severity: entry.severity,
    outcome: entry.outcome,
    action: entry.action,
    actor: entry.actor.name,
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    source: entry.source,
    target: entry.target?.name ?? null,
    targetKind: entry.target?.kind ?? null,
    targetId: entry.target?.id ?? null,
    class: entry.threatClass,
    request: entry.requestId,
    count: String(entry.count),
  },
  detail: entry.detail === '{}' ? null : entry.detail,
  message: entry.message,
})

const partsOfHead = (head: OutgoingHead): Parts => ({
  severity: 'info',
  atMs: head.atMs,
  messageId: 'log.head',
  values: {
    head: String(head.sequence),
    atMs: String(head.atMs),
    hash: head.hash,
    key: head.keyId,
    signature: head.signature,
    horizon: String(head.horizonSequence),
    horizonHash: head.horizonHash,
  },
  detail: null,
  message: headMessage(head),
})

/** The messages of a batch in order: entries, then the head that covers them. */
export const syslogMessages = (batch: Batch, sender: SyslogSender): Buffer[] => {
  const parts = batch.entries.map(partsOfEntry)
  if (batch.head) parts.push(partsOfHead(batch.head))
  if (batch.testAtMs !== null)
    parts.push({ severity: 'info', atMs: batch.testAtMs, messageId: 'forwarding.test', values: {}, detail: null, message: testMessage })
  return parts.map((one) => write(one, sender))
}

/** Octet counting (RFC 6587, 3.4.1; RFC 5425, 4.3). */
export const framed = (messages: readonly Buffer[]): Buffer =>
  Buffer.concat(messages.flatMap((message) => [Buffer.from(`${message.length} `), message]))
