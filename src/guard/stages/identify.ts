/** Who calls: an API key or a token tells the consumer. What is not right is refused wherever it is sent. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Exchange } from '../exchange.ts'
import type { CompiledKey } from '../policy/snapshot.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'
import { identifyByCertificate, ownerOfCertificate } from './identify-by-certificate.ts'
import { bearerOf, identifyByToken, tokenOf, twoAuthorizations } from './identify-by-token.ts'
import { mayCallFrom, wrongNetwork } from './wrong-network.ts'

/** `gh_` and the eight characters that are shown, then 256 random bits. */
export const keyPattern = /^gh_([A-Za-z0-9]{8})_[A-Za-z0-9_-]{43}$/

const challenge = ['www-authenticate', 'Bearer realm="gatehouse"'] as const

const givenKey = ({ request, route }: Exchange): string | null => {
  const { keyHeader } = route!.settings
  const own = request.headers[keyHeader]
  if (keyHeader !== 'authorization' && typeof own === 'string') return own
  return bearerOf(request)
}

const rightKey = (keys: ReadonlyMap<string, CompiledKey>, text: string): CompiledKey | null => {
  const prefix = keyPattern.exec(text)?.[1]
  const key = prefix === undefined ? undefined : keys.get(prefix)
  if (!key) return null
  return timingSafeEqual(key.hash, hash('sha256', text, 'buffer')) ? key : null
}

interface Shown {
  text: string
  keys: ReadonlyMap<string, CompiledKey>
  key: CompiledKey
}
/** The right key that a connection showed last, under the same policy: whoever has the connection knows it already. */
const shownBefore = new WeakMap<Socket, Shown>()

/** Behind a proxy one connection carries many callers, and none may measure another's key. */
const keyOf = ({ request, snapshot: { keys }, behindProxy }: Exchange, text: string): CompiledKey | null => {
  if (behindProxy) return rightKey(keys, text)
  const shown = shownBefore.get(request.socket)
  if (shown?.text === text && shown.keys === keys) return shown.key
  const key = rightKey(keys, text)
  if (key) shownBefore.set(request.socket, { text, keys, key })
  return key
}

const unknownKey = (reason: string): Refusal => ({ code: 'unknown-key', title: 'This key is not valid.', headers: challenge, reason })

const identifyByKey = (exchange: Exchange, given: string): Refusal | null => {
  const key = keyOf(exchange, given)
  if (!key) return unknownKey('no such key')
  if (key.expiresAtMs !== null && key.expiresAtMs <= exchange.atMs) return unknownKey('the key has expired')
  if (!mayCallFrom(key.networks, exchange.source)) return wrongNetwork('key')
  exchange.consumer = key.consumer
  exchange.keyId = key.keyId
  exchange.scopes = key.scopes
  return null
}

const identifyByWhatIsShown = (exchange: Exchange, identity: 'optional' | 'required'): Refusal | null | Promise<Refusal | null> => {
  const { request, snapshot } = exchange
  const two = snapshot.tokens === null ? null : twoAuthorizations(request)
  if (two) return two
  const given = givenKey(exchange)
  const token = snapshot.tokens === null ? null : tokenOf(request)
  // What is none of ours may be meant for the service itself, where nobody must be known here.
  const isForeign = given !== null && identity === 'optional' && !given.startsWith('gh_')
  if (token !== null && (token === given || isForeign))
    return identifyByToken(exchange, snapshot.tokens!, { token, names: true, needed: identity === 'required' })
  if (given === null || isForeign)
    return identity === 'required' ? { code: 'key-needed', title: 'A key is needed here.', headers: challenge } : null
  const refusal = identifyByKey(exchange, given)
  return refusal ?? (token === null ? null : identifyByToken(exchange, snapshot.tokens!, { token, names: false, needed: false }))
}

export const identify: Stage = {
  name: 'identify',
  why: 'before authorise and limit, which both ask who calls',
  fails: 'closed',
  decides: true,
  request: (exchange) => {
    const { identity } = exchange.route!.settings
    if (identity === 'none') return null
    const owner = ownerOfCertificate(exchange)
    if (!owner) return identifyByWhatIsShown(exchange, identity)
    return identifyByCertificate(exchange, owner, () => identifyByWhatIsShown(exchange, 'optional'))
  },
}
