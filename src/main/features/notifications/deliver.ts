/** How a message reaches each kind of channel, and what the answer means. */
import type { SecureContext } from 'node:tls'
import type { Clock } from '../../../ports/clock.ts'
import type { Channel } from '../../../shared/contract/notifications.ts'
import { retryAfterMs } from '../../../ports/outgoing/back-off.ts'
import { refuseCredentials, refusePrivate } from '../../../ports/outgoing/judge-address.ts'
import { post } from '../../../ports/outgoing/post.ts'
import type { PostAnswer } from '../../../ports/outgoing/post.ts'
import { problemOf, statusProblem } from '../../../ports/outgoing/problem-words.ts'
import { webhookHeaders } from '../../outgoing/standard-webhook.ts'
import { systemTrust } from '../../../ports/outgoing/trust.ts'
import { secretPartsOf, withoutSecrets } from '../../../ports/outgoing/without-secrets.ts'
import { hostOfUrl } from './channel-words.ts'
import { firstLine } from './first-line.ts'
import { mailText } from './mail-message.ts'
import type { LinkTo } from './message-words.ts'
import type { Attempt, Message } from './message.ts'
import { pagerdutyBody } from './pagerduty-event.ts'
import { sendMail } from './send-mail.ts'
import { slackBody } from './slack-message.ts'
import { webhookBody } from './webhook-message.ts'

export interface Sender {
  installationId: string
  hostName: string
  clock: Clock
  /** From the first byte to the last of the answer. */
  timeoutMs: number
  linkTo: LinkTo
  /** Whom TLS trusts. */
  trust?: () => SecureContext
}

export interface Recipient {
  channel: Channel
  template: string | null
  allowPrivateNetwork: boolean
}

/** Asked to wait, or in trouble of its own: the same may be taken later. */
const isForNow = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500

const judgeAnswer = ({ status, text, retryAfter }: PostAnswer, at: string, nowMs: number, secrets: readonly string[]): Attempt => {
  if (status >= 200 && status < 300) return { kind: 'delivered', sentence: `${at} took the message.` }
  if (status >= 300 && status < 400) return { kind: 'refused', sentence: statusProblem(status, at) }
  const said = firstLine(withoutSecrets(text, secrets))
  const sentence = `${at} answers ${status}${said ? `: ${said}` : '.'}`
  if (!isForNow(status)) return { kind: 'refused', sentence }
  return { kind: 'failed', sentence, retryAfterMs: status === 429 || status === 503 ? retryAfterMs(retryAfter, nowMs) : null }
}

type OverHttp = Exclude<Channel['kind'], 'desktop' | 'email'>
interface Request {
  url: string
  headers: Record<string, string>
  body: string
}

const requestOf = (
  channel: Extract<Channel, { kind: OverHttp }>,
  { template }: Recipient,
  secret: string,
  id: string,
  message: Message,
  { clock, hostName, installationId, linkTo }: Sender,
): Request => {
  switch (channel.kind) {
    case 'slack':
      return { url: secret, headers: {}, body: slackBody(message, template, linkTo) }
    case 'pagerduty':
      return { url: channel.url, headers: {}, body: pagerdutyBody(message, secret, hostName, template, linkTo) }
    case 'webhook': {
      const body = webhookBody(message, installationId, template, linkTo)
      return { url: channel.url, headers: webhookHeaders(id, body, secret, clock.now()), body }
    }
  }
}

/** `id`: the same whenever the same is sent again. Rejects only where `signal` was aborted. */
export const deliver = async (
  recipient: Recipient,
  secret: string | null,
  id: string,
  message: Message,
  sender: Sender,
  signal: AbortSignal,
): Promise<Attempt> => {
  const { channel, template, allowPrivateNetwork } = recipient
  const { clock, timeoutMs, linkTo, trust = systemTrust } = sender
  const judge = allowPrivateNetwork ? refuseCredentials : refusePrivate
  if (channel.kind === 'desktop')
    return { kind: 'delivered', sentence: 'The desktop app shows it, and every open window of the console that may.' }
  if (channel.kind === 'email')
    return sendMail(
      {
        channel,
        password: secret,
        mail: mailText(message, template, linkTo),
        messageId: id,
        threadId: message.threadId,
        trust,
        judge,
        timeoutMs,
      },
      signal,
    )
  const { url, headers, body } = requestOf(channel, recipient, secret ?? '', id, message, sender)
  const at = hostOfUrl(url)
  const secrets = [...(secret === null ? [] : [secret]), ...(channel.kind === 'pagerduty' ? [] : secretPartsOf(url))]
  try {
    return judgeAnswer(await post({ url: new URL(url), headers, body, trust, judge, timeoutMs }, signal), at, clock.now(), secrets)
  } catch (error) {
    signal.throwIfAborted()
    return { kind: 'failed', sentence: problemOf(error, at), retryAfterMs: null }
  }
}
