/** Whether a contact point can stand as it was given, beyond what its schema says. */
import { isIP } from 'node:net'
import type { GivenContactPoint } from '../../../shared/contract/notifications.ts'
import { ForbiddenAddress, refuseCredentials, refusePrivate } from '../../../ports/outgoing/judge-address.ts'
import { judgeHost } from '../../../ports/outgoing/resolve-host.ts'
import { judgeSigningSecret } from '../../outgoing/standard-webhook.ts'

export interface Refusal {
  /** As a path within the input. */
  field: string
  sentence: string
}

const hostName = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?$/i
const routingKey = /^[\x21-\x7e]{1,64}$/

/** What a name leads to is judged again at each sending. */
const judgeAddress = (host: string, allowPrivate: boolean, field: string): Refusal | null => {
  try {
    judgeHost(host, allowPrivate ? refuseCredentials : refusePrivate)
    if (allowPrivate || !/^(?:.*\.)?localhost\.?$/i.test(host)) return null
    return judgeAddress('127.0.0.1', false, field)
  } catch (error) {
    if (error instanceof ForbiddenAddress && error.why === 'credentials')
      return { field, sentence: 'This address serves the credentials of cloud machines; nothing is sent there.' }
    return {
      field,
      sentence: 'This leads to this machine or into a private network. If it is meant to, allow private networks for this contact point.',
    }
  }
}

const judgeUrl = (text: string, allowPrivate: boolean, field: string, mustBeSecure: boolean): Refusal | null => {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { field, sentence: 'Give a whole address that begins with https://.' }
  if (url.username || url.password) return { field, sentence: 'Leave name and password out of the address.' }
  if (mustBeSecure && url.protocol === 'http:' && !allowPrivate)
    return { field, sentence: 'Give an address that begins with https://: the secret would be readable on the way.' }
  return judgeAddress(url.hostname, allowPrivate, field)
}

/** `secret`: what was given; null: none, or the one that is there. */
export const judgeContactPoint = ({ channel, secret, allowPrivateNetwork: allow, groups }: GivenContactPoint): Refusal | null => {
  if (new Set(groups).size !== groups.length) return { field: 'groups', sentence: 'A group is named twice.' }
  switch (channel.kind) {
    case 'desktop':
      return secret === null ? null : { field: 'secret', sentence: 'This computer needs no secret.' }
    case 'slack':
      return secret === null ? null : judgeUrl(secret, allow, 'secret', true)
    case 'pagerduty':
      if (secret !== null && !routingKey.test(secret))
        return { field: 'secret', sentence: 'This is no routing key: it has no blanks and at most 64 signs.' }
      return judgeUrl(channel.url, allow, 'channel.url', true)
    case 'webhook': {
      const sentence = secret === null ? null : judgeSigningSecret(secret)
      return sentence === null ? judgeUrl(channel.url, allow, 'channel.url', false) : { field: 'secret', sentence }
    }
    case 'email': {
      const { host, user, security } = channel
      if (!isIP(host) && !hostName.test(host))
        return { field: 'channel.host', sentence: 'Give a name or an address alone, without port or path.' }
      if (secret !== null && user === null) return { field: 'channel.user', sentence: 'Give the user whose password this is.' }
      if (user !== null && security === 'none' && !allow)
        return { field: 'channel.security', sentence: 'A password is never sent without encryption. Choose TLS or STARTTLS.' }
      return judgeAddress(host, allow, 'channel.host')
    }
  }
}
