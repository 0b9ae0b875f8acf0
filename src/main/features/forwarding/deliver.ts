/** How a batch is delivered to each kind of target, and what its answer means. */
import type { SecureContext } from 'node:tls'
import type { Clock } from '../../../ports/clock.ts'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { longestWaitMs, retryAfterMs } from '../../../ports/outgoing/back-off.ts'
import { otlpBody, otlpUrl } from './otlp-request.ts'
import type { Batch, Deliver, Delivery } from './outgoing.ts'
import { isRetryable, partialSuccess } from '../../../ports/outgoing/otlp.ts'
import { post } from '../../../ports/outgoing/post.ts'
import type { PostAnswer } from '../../../ports/outgoing/post.ts'
import { problemOf, statusProblem } from '../../../ports/outgoing/problem-words.ts'
import { sendDatagrams } from './send-datagrams.ts'
import { sendOverStream } from './send-stream.ts'
import { framed, syslogMessages } from './syslog-message.ts'
import { hostAndPort } from './target-address.ts'
import { webhookHeaders } from '../../outgoing/standard-webhook.ts'
import { refuseCredentials } from '../../../ports/outgoing/judge-address.ts'
import { systemTrust, trustOnly } from '../../../ports/outgoing/trust.ts'
import { withoutSecrets } from '../../../ports/outgoing/without-secrets.ts'
import { webhookBody } from './webhook-request.ts'

export interface Sender {
  installationId: string
  hostName: string
  processId: number
  version: string
  clock: Clock
  /** For an answer, or for any sign of a syslog receiver. */
  timeoutMs: number
  settleMs: number
  /** Whom HTTPS trusts. */
  trust?: () => SecureContext
}

type Kind<Name extends ForwardingTarget['kind']> = Extract<ForwardingTarget, { kind: Name }>
/** Rejects where nothing was answered. */
type Send = (batch: Batch, signal: AbortSignal) => Promise<Delivery>

/** What every receiver of datagrams takes (RFC 5424, 6.1), and what one of streams should (RFC 5425, 4.3.1). */
const maxDatagramBytes = 2_048
const maxStreamBytes = 8_192

const delivered: Delivery = { kind: 'delivered', rejected: 0, note: null }
const isSuccess = (status: number): boolean => status >= 200 && status < 300

const toSyslog = (target: Kind<'syslog'>, sender: Sender): Send => {
  const { host, port, transport, caPem, facility } = target
  const { settleMs, timeoutMs } = sender
  const maxBytes = transport === 'udp' ? maxDatagramBytes : maxStreamBytes
  const write = (batch: Batch) => syslogMessages(batch, { ...sender, facility, maxBytes })
  if (transport === 'udp')
    return async (batch, signal) => {
      await sendDatagrams(write(batch), { host, port, settleMs }, signal)
      return delivered
    }
  const trust = () => (transport === 'tcp' ? null : caPem === null ? systemTrust() : trustOnly(caPem))
  return async (batch, signal) => {
    await sendOverStream(framed(write(batch)), { host, port, trust: trust(), silenceMs: timeoutMs, settleMs }, signal)
    return delivered
  }
}

const failure = (answer: PostAnswer, at: string, nowMs: number): Delivery => {
  const problem = statusProblem(answer.status, at)
  if (answer.status === 413) return { kind: 'too-large', problem }
  const asked = answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.retryAfter, nowMs) : null
  return { kind: 'failed', problem, retryAfterMs: asked }
}

const toWebhook = (target: Kind<'webhook'>, secret: string, sender: Sender): Send => {
  const { clock, timeoutMs, installationId, trust = systemTrust } = sender
  const at = hostAndPort(target)
  return async (batch, signal) => {
    const body = webhookBody(batch, installationId)
    const headers = webhookHeaders(batch.id, body, secret, clock.now())
    const answer = await post({ url: new URL(target.url), headers, body, trust, judge: refuseCredentials, timeoutMs }, signal)
    if (isSuccess(answer.status)) return delivered
    if (answer.status === 410) return { kind: 'gone', problem: statusProblem(410, at) }
    return failure(answer, at, clock.now())
  }
}

const toOtlp = (target: Kind<'otlp'>, secret: string | null, sender: Sender): Send => {
  const { clock, timeoutMs, trust = systemTrust } = sender
  const at = hostAndPort(target)
  const headers: Record<string, string> = secret === null ? {} : { [target.headerName.toLowerCase()]: secret }
  return async (batch, signal) => {
    const answer = await post(
      { url: otlpUrl(target.url), headers, body: otlpBody(batch, sender), trust, judge: refuseCredentials, timeoutMs },
      signal,
    )
    if (isSuccess(answer.status)) {
      const { rejected, message } = partialSuccess(answer.text, 'rejectedLogRecords')
      // With and without the scheme before it.
      const secrets = secret === null ? [] : [secret, secret.replace(/^\w+ +/, '')]
      return { kind: 'delivered', rejected, note: message && withoutSecrets(message, secrets) }
    }
    const failed = failure(answer, at, clock.now())
    // The same request would be refused again until somebody mends something; but no entry is dropped for that.
    return failed.kind === 'failed' && !isRetryable(answer.status) ? { ...failed, retryAfterMs: longestWaitMs } : failed
  }
}

const sendTo = (target: ForwardingTarget, secret: string | null, sender: Sender): Send => {
  switch (target.kind) {
    case 'syslog':
      return toSyslog(target, sender)
    case 'webhook':
      return toWebhook(target, secret ?? '', sender)
    case 'otlp':
      return toOtlp(target, secret, sender)
  }
}

/** Rejects only where `signal` was aborted. */
export const deliverTo = (target: ForwardingTarget, secret: string | null, sender: Sender): Deliver => {
  const at = hostAndPort(target)
  const send = sendTo(target, secret, sender)
  return async (batch, signal) => {
    try {
      return await send(batch, signal)
    } catch (error) {
      signal.throwIfAborted()
      return { kind: 'failed', problem: problemOf(error, at), retryAfterMs: null }
    }
  }
}
