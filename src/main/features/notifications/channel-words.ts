/** A channel in words, without what may be secret in it: the path and the query of an address. */
import type { Channel } from '../../../shared/contract/notifications.ts'

/** Host and port. */
export const hostOfUrl = (text: string): string => {
  const url = new URL(text)
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}

/** For those who may not change it: many receivers know who may send by the path alone. */
export const withoutPath = (channel: Channel): Channel =>
  'url' in channel ? { ...channel, url: `${new URL(channel.url).origin}/` } : channel

/** For the log: `a webhook at hooks.example.org:443`. */
export const channelWords = (channel: Channel): string => {
  switch (channel.kind) {
    case 'desktop':
      return 'this computer'
    case 'slack':
      return 'Slack'
    case 'pagerduty':
      return `PagerDuty at ${hostOfUrl(channel.url)}`
    case 'webhook':
      return `a webhook${channel.url.toLowerCase().startsWith('https:') ? '' : ', not encrypted,'} at ${hostOfUrl(channel.url)}`
    case 'email':
      return `e-mail${channel.security === 'none' ? ', not encrypted,' : ''} over ${channel.host}:${channel.port} to ${channel.to.join(', ')}`
  }
}

/** Where a secret goes: it is given anew when this changes, so that it never reaches somebody it was not meant for. Null: there is none. */
export const secretGoesTo = (channel: Channel): string | null => {
  switch (channel.kind) {
    case 'desktop':
      return null
    case 'slack':
      return 'slack'
    case 'pagerduty':
    case 'webhook':
      return `${channel.kind} ${channel.url}`
    case 'email':
      return channel.user === null ? null : `email ${channel.host.toLowerCase()} ${channel.port} ${channel.security} ${channel.user}`
  }
}

/** Why a channel cannot do without a secret; null where it can. */
export const secretNeeded = (channel: Channel): string | null => {
  switch (channel.kind) {
    case 'desktop':
      return null
    case 'slack':
      return 'Give the address of the incoming webhook that Slack made for this.'
    case 'pagerduty':
      return 'Give the routing key (integration key) of the service in PagerDuty.'
    case 'webhook':
      return 'Give the secret that signs, so that the receiver can tell who sent it.'
    case 'email':
      return channel.user === null ? null : 'Give the password of this user, or leave the user out.'
  }
}
