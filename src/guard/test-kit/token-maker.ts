/** Makes tokens for tests, right and wrong ones, letter by letter. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import type { issuerSchema } from '../../shared/issuer.ts'

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Header and claims are objects, or JSON as it shall stand there. */
export const tokenOf = (header: unknown, claims: unknown, signed: (input: string) => Buffer): string => {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${signed(input).toString('base64url')}`
}
export const signedBy = (key: KeyObject) => (input: string) =>
  sign(key.asymmetricKeyType?.startsWith('ed') ? null : 'sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
export const signedWith = (secret: string | Buffer) => (input: string) => createHmac('sha256', secret).update(input).digest()

export const ecPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const rsaPair = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength })
export const jwksOf = (keys: Record<string, KeyObject>): string =>
  JSON.stringify({ keys: Object.entries(keys).map(([kid, key]) => ({ ...key.export({ format: 'jwk' }), kid })) })

export const issuerName = 'https://login.example'
export const issuerOf = (keys: string, more: Partial<z.input<typeof issuerSchema>> = {}): z.input<typeof issuerSchema> => ({
  id: 'login',
  name: 'Login',
  issuer: issuerName,
  audiences: ['shop-api'],
  keys: { kind: 'pasted', text: keys },
  others: 'people',
  ...more,
})
/** Good ones, an hour long. */
export const claimsAt = (nowMs: number, more: object = {}) => ({
  iss: issuerName,
  aud: 'shop-api',
  sub: 'ann@example.com',
  iat: nowMs / 1000,
  exp: nowMs / 1000 + 3600,
  ...more,
})
