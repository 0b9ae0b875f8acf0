/** Whom to ask whether a key holds: each provider's cheapest read, which counts nothing, costs nothing and changes nothing. */
import type { Provider } from '../../../shared/contract/vault.ts'
import { recogniseText } from './provider.ts'

type Asked = 'openai' | 'anthropic' | 'google' | 'github' | 'stripe'

interface Endpoint {
  host: string
  name: string
  path(key: string): string
  headers(key: string): Record<string, string>
  /** Begins like a key, and yet no key of this interface: asking would say nothing about it. */
  others?: { shape: RegExp; what: string }
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

const endpoints: Record<Asked, Endpoint> = {
  openai: {
    host: 'api.openai.com',
    name: 'OpenAI',
    // Keys of administrators are refused everywhere else.
    path: (key) => (key.startsWith('sk-admin-') ? '/v1/organization/projects?limit=1' : '/v1/models'),
    headers: bearer,
  },
  anthropic: {
    host: 'api.anthropic.com',
    name: 'Anthropic',
    path: (key) => (key.startsWith('sk-ant-admin') ? '/v1/organizations/me' : '/v1/models?limit=1'),
    headers: (key) => ({ 'x-api-key': key, 'anthropic-version': '2023-06-01' }),
    others: { shape: /^sk-ant-o[ar]t/, what: 'a token of a sign-in, no API key' },
  },
  google: {
    host: 'generativelanguage.googleapis.com',
    name: 'Google',
    path: () => '/v1beta/models?pageSize=1',
    headers: (key) => ({ 'x-goog-api-key': key }),
    others: { shape: /^GOCSPX-/, what: "an application's secret for sign-ins, no API key" },
  },
  github: {
    host: 'api.github.com',
    name: 'GitHub',
    // Does not count against the limit that it tells.
    path: () => '/rate_limit',
    headers: (key) => ({ ...bearer(key), accept: 'application/vnd.github+json' }),
    others: { shape: /^ghr_/, what: 'a refresh token, which only makes other tokens' },
  },
  stripe: {
    host: 'api.stripe.com',
    name: 'Stripe',
    path: () => '/v1/balance',
    headers: bearer,
    others: { shape: /^whsec_/, what: 'the secret of a webhook, which only signs' },
  },
}

/** No bearer token: they sign, or open something that is no HTTP interface. */
const neverBearer: ReadonlySet<Provider> = new Set(['aws', 'database', 'private-key'])

const endpointOf = (provider: Provider): Endpoint | null => (provider in endpoints ? endpoints[provider as Asked] : null)

/** Whether keys of this provider are checked by an address that somebody gives. */
export const takesCheckAddress = (provider: Provider): boolean => endpointOf(provider) === null && !neverBearer.has(provider)

/** Null: nobody who could tell is known. */
export const checkHostOf = (provider: Provider, checkUrl: string | null): string | null => {
  const endpoint = endpointOf(provider)
  if (endpoint) return endpoint.host
  return takesCheckAddress(provider) && checkUrl !== null ? (URL.parse(checkUrl)?.host ?? null) : null
}

export type Question =
  | { kind: 'ask'; url: URL; headers: Record<string, string>; name: string }
  /** Nothing is sent: the answer would say nothing of the key, or the key is not for them. */
  | { kind: 'pointless'; sentence: string }

const maxKeyCharacters = 8192
/** What a header may hold (RFC 9110, 5.5), without spaces. */
const sendable = /^[\x21-\x7e]+$/

export const questionOf = (provider: Provider, checkUrl: string | null, text: string): Question => {
  const key = text.trim()
  const pointless = (sentence: string): Question => ({ kind: 'pointless', sentence: `Nobody was asked: ${sentence}` })
  if (!sendable.test(key) || key.length > maxKeyCharacters)
    return pointless('what is stored is not one line of plain characters, as a key in a header has to be.')
  const endpoint = endpointOf(provider)
  if (!endpoint) {
    if (neverBearer.has(provider)) return pointless('a key of this kind is not sent to anybody when it is used, so nobody can tell.')
    if (checkUrl === null) return pointless('this provider has no address to ask that is known here. Give one in the panel of the key.')
    const url = new URL(checkUrl)
    return { kind: 'ask', url, headers: { ...bearer(key), accept: '*/*' }, name: url.host }
  }
  const looksLike = recogniseText(key).provider
  // A key of another provider would be told to somebody who has no business with it.
  if (looksLike !== 'other' && looksLike !== provider)
    return pointless(`this looks like a key of another provider than ${endpoint.name}. Choose its own under Edit.`)
  if (endpoint.others?.shape.test(key)) return pointless(`this is ${endpoint.others.what}.`)
  return {
    kind: 'ask',
    url: new URL(`https://${endpoint.host}${endpoint.path(key)}`),
    headers: { accept: 'application/json', ...endpoint.headers(key) },
    name: endpoint.name,
  }
}
