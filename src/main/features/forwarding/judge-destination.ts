/** Whether a destination can stand as it was given, beyond what its schema says. */
import { isIP } from 'node:net'
import type { ForwardingTarget } from '../../../shared/contract/forwarding.ts'
import { refuseCredentials } from '../../../ports/outgoing/judge-address.ts'
import { judgeHost } from '../../../ports/outgoing/resolve-host.ts'
import { judgeSigningSecret } from '../../outgoing/standard-webhook.ts'
import { isCertificates } from '../../../ports/outgoing/trust.ts'

export interface Refusal {
  field: 'host' | 'caPem' | 'url' | 'headerName' | 'secret'
  sentence: string
}

/** RFC 9110, 5.1 and 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const headerValue = /^[\t\x20-\x7e]+$/
const ownHeaders = [
  'host',
  'connection',
  'content-type',
  'content-length',
  'transfer-encoding',
  'user-agent',
  'expect',
  'upgrade',
  'te',
  'trailer',
]
const hostName = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i

const judgeAddress = (host: string, field: 'host' | 'url'): Refusal | null => {
  try {
    judgeHost(host, refuseCredentials)
    return null
  } catch {
    return { field, sentence: 'This address serves the credentials of cloud machines; nothing is sent there.' }
  }
}

const judgeUrl = (text: string): Refusal | null => {
  const url = new URL(text)
  if (url.username || url.password)
    return { field: 'url', sentence: 'Leave name and password out of the address: everybody who may read the settings sees it.' }
  return judgeAddress(url.hostname, 'url')
}

const judgeSyslog = ({ host, transport, caPem }: Extract<ForwardingTarget, { kind: 'syslog' }>, secret: string | null): Refusal | null => {
  if (!isIP(host) && !hostName.test(host)) return { field: 'host', sentence: 'Give a name or an address alone, without port or path.' }
  if (caPem !== null && transport !== 'tls') return { field: 'caPem', sentence: 'A certificate is of use with TLS only.' }
  if (caPem !== null && !isCertificates(caPem))
    return {
      field: 'caPem',
      sentence: 'This is no certificate in PEM: it begins with -----BEGIN CERTIFICATE-----. Never give a private key.',
    }
  if (secret !== null) return { field: 'secret', sentence: 'Syslog knows no secret.' }
  return judgeAddress(host, 'host')
}

/** `secret`: what was given; null: none, or the one that is there. */
export const judgeDestination = (target: ForwardingTarget, secret: string | null): Refusal | null => {
  if (target.kind === 'syslog') return judgeSyslog(target, secret)
  if (target.kind === 'webhook') {
    const sentence = secret === null ? null : judgeSigningSecret(secret)
    if (sentence) return { field: 'secret', sentence }
    return judgeUrl(target.url)
  }
  if (!token.test(target.headerName)) return { field: 'headerName', sentence: 'This is no name of a header.' }
  if (ownHeaders.includes(target.headerName.toLowerCase()))
    return { field: 'headerName', sentence: 'This header says how the request itself is sent; a secret goes into another.' }
  if (secret !== null && !headerValue.test(secret))
    return { field: 'secret', sentence: 'A header takes plain ASCII signs alone, and no line break.' }
  return judgeUrl(target.url)
}
