import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { issuerSchema } from '../../shared/issuer.ts'
import { consumerSchema } from '../../shared/consumer.ts'
import type { Exchange } from '../exchange.ts'
import type { CompiledRoute } from '../policy/snapshot.ts'
import { callerOf } from '../tokens/token-caller.ts'
import { sessionDigest } from './session-digest.ts'
import { sessionOf } from './session-of.ts'

const asked = (sessionFrom: string | null, cookie?: string, session: string | null = null) =>
  sessionOf({
    request: { headers: { cookie } } as IncomingMessage,
    route: { settings: { sessionFrom } } as CompiledRoute,
    token: session === null ? null : ({ session } as Exchange['token']),
  })

test('a session is told by the cookie of the very name, the first of two, and by no empty or endless one', () => {
  expect(asked('cookie:sid', 'theme=dark; sid=abc; sid=def')).toBe(sessionDigest('abc'))
  expect(asked('cookie:sid', 'not-sid=abc')).toBeNull()
  expect(asked('cookie:sid', 'sid=')).toBeNull()
  expect(asked('cookie:sid', `sid=${'a'.repeat(5000)}`)).toBeNull()
  expect(asked('cookie:sid')).toBeNull()
  expect(asked(null, 'sid=abc')).toBeNull()
  expect(asked('claim:sid', 'sid=abc')).toBeNull()
  expect(asked('claim:sid', undefined, 'digest')).toBe('digest')
})

test('the session of a token is that of its issuer, and its text stands nowhere', () => {
  const consumer = consumerSchema.parse({ id: 'shop', name: 'Shop' })
  const consumers = new Map([['shop', { consumer, networks: [] }]])
  const sessionAt = (issuer: string, claims: object) => {
    const read = callerOf(
      issuerSchema.parse({
        id: 'login',
        name: 'Login',
        issuer,
        audiences: ['api'],
        algorithms: ['HS256'],
        others: 'shop',
        keys: { kind: 'secret', secret: 'vault:one' },
      }),
      { sub: 'ann', ...claims },
      consumers,
    )
    return read.ok ? read.caller.session : undefined
  }
  const one = sessionAt('https://login.example.com', { sid: 'one' })
  expect(one).toMatch(/^[\w-]{22}$/)
  expect(sessionAt('https://login.example.com', { sid: 'two' })).not.toBe(one)
  expect(sessionAt('https://other.example.com', { sid: 'one' })).not.toBe(one)
  expect(sessionAt('https://login.example.com', {})).toBeNull()
  expect(sessionAt('https://login.example.com', { sid: ['one'] })).toBeNull()
})
