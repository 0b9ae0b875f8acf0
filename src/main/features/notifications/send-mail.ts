/** Sends one e-mail over a connection of its own: to the address that was judged, within a time, and says what the server said. */
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { createTransport } from 'nodemailer'
import type { Channel } from '../../../shared/contract/notifications.ts'
import type { JudgeAddress } from '../../../ports/outgoing/judge-address.ts'
import { TooSlow, problemOf } from '../../../ports/outgoing/problem-words.ts'
import { guardedLookup, judgeHost } from '../../../ports/outgoing/resolve-host.ts'
import { withoutSecrets } from '../../../ports/outgoing/without-secrets.ts'
import { firstLine } from './first-line.ts'
import type { MailText } from './mail-message.ts'
import type { Attempt } from './message.ts'

export interface MailOptions {
  channel: Extract<Channel, { kind: 'email' }>
  password: string | null
  mail: MailText
  /** Without angle brackets or domain; the same whenever the same is sent again. */
  messageId: string
  threadId: string
  trust: () => SecureContext
  judge: JudgeAddress
  timeoutMs: number
}

const connected = (host: string, port: number, judge: JudgeAddress, signal: AbortSignal): Promise<Socket> => {
  judgeHost(host, judge)
  const socket = connect({ host, port, lookup: guardedLookup(judge), signal })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

interface SmtpError extends Error {
  code?: string
  /** Of the socket, where nodemailer put its own in its place. */
  originalCode?: string
  responseCode?: number
  response?: string
}

const answerOf = (error: SmtpError, at: string, secrets: readonly string[]): Attempt => {
  const saidBy = (text: string) => firstLine(withoutSecrets(text, secrets))
  const { code, responseCode, response } = error
  // It answered to STARTTLS, but not with a yes.
  if (code === 'ETLS' && responseCode !== undefined)
    return { kind: 'failed', sentence: `${at} offers no encryption (STARTTLS), and without it nothing is sent there.`, retryAfterMs: null }
  if (responseCode !== undefined && responseCode >= 400) {
    const words = saidBy(response ?? String(responseCode))
    const sentence = code === 'EAUTH' ? `${at} refuses user and password: ${words}` : `${at} does not take the message: ${words}`
    // RFC 5321, 4.2.1: 4yz is for now, 5yz for good.
    return responseCode >= 500 ? { kind: 'refused', sentence } : { kind: 'failed', sentence, retryAfterMs: null }
  }
  if (code === 'EAUTH') return { kind: 'failed', sentence: `${at} cannot be signed in to: ${saidBy(error.message)}`, retryAfterMs: null }
  return { kind: 'failed', sentence: problemOf(causeOf(error), at), retryAfterMs: null }
}

/** What went wrong below, where nodemailer says it in words of its own. */
const causeOf = (error: SmtpError): unknown => {
  if (error.code === 'ETIMEDOUT') return new TooSlow()
  return error.originalCode === undefined ? error : Object.assign(new Error(error.message), { code: error.originalCode })
}

/** Rejects only where `signal` was aborted. */
export const sendMail = async (options: MailOptions, signal: AbortSignal): Promise<Attempt> => {
  const { channel, password, mail, messageId, threadId, trust, judge, timeoutMs } = options
  const { host, port, security, user, from, to } = channel
  const at = `${host}:${port}`
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  let socket: Socket | null = null
  try {
    socket = await connected(host, port, judge, within)
    const transport = createTransport({
      host,
      port,
      // Already connected, so that nodemailer looks up nothing and no proxy comes in between.
      connection: socket,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      tls: { secureContext: trust(), rejectUnauthorized: true, ...(isIP(host) ? {} : { servername: host }) },
      ...(user !== null && { auth: { user, pass: password ?? '' } }),
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const sent = await transport.sendMail({
      from,
      to,
      ...mail,
      messageId: `<${messageId}@${domain}>`,
      // Mail programs show what belongs together as one conversation.
      references: `<${threadId}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    })
    const refused = (sent.rejected as unknown[]).map(String)
    if (refused.length === 0) return { kind: 'delivered', sentence: `${at} took the message.` }
    return { kind: 'delivered', sentence: `${at} took the message, but not for ${refused.join(', ')}.` }
  } catch (error) {
    signal.throwIfAborted()
    if (within.aborted) return { kind: 'failed', sentence: problemOf(new TooSlow(), at), retryAfterMs: null }
    return answerOf(error as SmtpError, at, password === null ? [] : [password, Buffer.from(password).toString('base64')])
  } finally {
    socket?.destroy()
  }
}
