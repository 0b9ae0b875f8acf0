import { expect, test } from 'vitest'
import { issuerSchema } from '../../shared/issuer.ts'
import { policySchema } from '../../shared/policy.ts'
import { consumerSchema } from '../../shared/consumer.ts'
import { claimsAt, ecPair, issuerName, issuerOf, jwksOf, rsaPair, signedBy, signedWith, tokenOf } from '../test-kit/token-maker.ts'
import { createPastedKeys, createSecretKeys } from './issuer-keys.ts'
import { readPublicKeys } from '../../ports/public-keys.ts'
import { createTokens } from './tokens.ts'
import type { TokenVerdict } from './tokens.ts'

const nowMs = Date.UTC(2026, 10, 21, 8)
const ec = ecPair()
const rsa = rsaPair()
const other = ecPair()
const shared = 'a secret that both sides have, and long enough for any hash of these: 64 bytes'
const people = consumerSchema.parse({ id: 'people', name: 'People', scopes: ['read', 'write'] })

type More = Parameters<typeof issuerOf>[1]
const tokensOf = (keys: string, more: More = {}) => {
  const issuer = issuerSchema.parse(issuerOf(keys, more))
  const read = readPublicKeys(keys)
  if (!read.ok) throw new Error(read.why)
  return createTokens(new Map([['login', { issuer, keys: createPastedKeys(read) }]]), [people])
}
const publicKeys = jwksOf({ ec: ec.publicKey, rsa: rsa.publicKey })
const usual = tokensOf(publicKeys)
const claims = claimsAt(nowMs)
const es = { alg: 'ES256', kid: 'ec', typ: 'JWT' }
const judge = async (token: string, tokens = usual): Promise<TokenVerdict> => tokens.judge(token, [], nowMs)
const whyOf = async (token: string, tokens = usual): Promise<string> => {
  const verdict = await judge(token, tokens)
  return verdict.kind === 'caller' ? 'let in' : `${verdict.kind}: ${verdict.why}`
}
const byEc = (header: unknown, of: unknown = claims) => tokenOf(header, of, signedBy(ec.privateKey))

test('a good token is let in, by each kind of key', async () => {
  expect(await whyOf(byEc(es))).toBe('let in')
  expect(await whyOf(tokenOf({ alg: 'RS256', kid: 'rsa' }, claims, signedBy(rsa.privateKey)))).toBe('let in')
  const pem = ec.publicKey.export({ type: 'spki', format: 'pem' }) as string
  expect(await whyOf(byEc({ ...es, kid: 'whatever' }), tokensOf(pem))).toBe('let in')
  const bySecret = createTokens(
    new Map([
      [
        'login',
        {
          issuer: issuerSchema.parse(issuerOf('', { algorithms: ['HS256'], keys: { kind: 'secret', secret: 'env' } })),
          keys: createSecretKeys(shared, ['HS256']),
        },
      ],
    ]),
    [people],
  )
  expect(await whyOf(tokenOf({ alg: 'HS256' }, claims, signedWith(shared)), bySecret)).toBe('let in')
  expect(await whyOf(tokenOf({ alg: 'HS256' }, claims, signedWith('another')), bySecret)).toBe('refused: its signature is not right')
  expect(createSecretKeys('short', ['HS256']).usable()).toBe(false)
})

test('none is no algorithm, however it is written, with or without a signature', async () => {
  for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
    expect(await whyOf(tokenOf({ alg }, claims, () => Buffer.from('x')))).toBe('refused: its algorithm is not allowed')
    expect(await whyOf(tokenOf({ alg }, claims, () => Buffer.alloc(0)))).toMatch(/^stranger/)
  }
  expect(await whyOf(byEc({ kid: 'ec' }))).toMatch(/^stranger/)
})

test('the public key is no secret: a token signed with it by HS256 is refused', async () => {
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string
  for (const secret of [pem, pem.trim(), publicKeys, JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))])
    for (const kid of ['rsa', undefined])
      expect(await whyOf(tokenOf({ alg: 'HS256', kid }, claims, signedWith(secret)))).toBe('refused: its algorithm is not allowed')
  const mixed = issuerOf(publicKeys, { algorithms: ['RS256', 'HS256'] })
  const faults = policySchema.safeParse({ issuers: [mixed], consumers: [people] }).error?.issues.map(({ message }) => message)
  expect(faults).toEqual(['algorithms of keys and of a secret exclude each other'])
})

test('an algorithm of another kind of key finds none', async () => {
  expect(await whyOf(byEc({ alg: 'RS256', kid: 'ec' }))).toBe('refused: the issuer has no such key')
  expect(await whyOf(byEc({ alg: 'ES384', kid: 'ec' }))).toBe('refused: its algorithm is not allowed')
  const onlyRsa = tokensOf(publicKeys, { algorithms: ['RS256'] })
  expect(await whyOf(byEc(es), onlyRsa)).toBe('refused: its algorithm is not allowed')
})

test('the id of a key is compared and nothing else', async () => {
  for (const kid of [
    '../../dev/null',
    "x' UNION SELECT 'ec",
    'http://evil.example/key',
    '__proto__',
    'constructor',
    '',
    'EC',
    'ec ',
    '\u0000ec',
    'a'.repeat(300),
  ])
    expect(await whyOf(byEc({ ...es, kid }))).toBe('refused: the issuer has no such key')
  for (const kid of [['ec'], { a: 1 }, 7, null, 'a'.repeat(301)])
    expect(await whyOf(byEc({ ...es, kid }))).toBe('stranger: it names its key in a way that is not understood')
})

test('a token that brings its own key, or asks for what is not understood, is none', async () => {
  const evil = { ...other.publicKey.export({ format: 'jwk' }), kid: 'ec' }
  const byEvil = (header: object) => tokenOf({ ...es, ...header }, claims, signedBy(other.privateKey))
  for (const header of [{ jwk: evil }, { jku: 'http://127.0.0.1:1/keys' }, { x5u: 'http://127.0.0.1:1/cert' }, { x5c: ['MIIB'] }]) {
    expect(await whyOf(byEvil(header))).toBe('stranger: it brings its own key')
    expect(await whyOf(byEc({ ...es, ...header }))).toBe('stranger: it brings its own key')
  }
  for (const header of [{ crit: ['exp'], exp: 1 }, { crit: [] }, { b64: false, crit: ['b64'] }, { b64: true }])
    expect(await whyOf(byEc({ ...es, ...header }))).toBe('stranger: it asks for what is not understood here')
  expect(await whyOf(byEvil({}))).toBe('refused: its signature is not right')
})

test.each([
  ['it has expired', { exp: nowMs / 1000 - 31 }],
  ['it lacks the claim exp', { exp: undefined }],
  ['it does not say rightly until when it holds', { exp: '9999999999' }],
  ['it does not say rightly until when it holds', { exp: null }],
  ['it does not hold yet', { nbf: nowMs / 1000 + 31 }],
  ['it does not hold yet', { nbf: '1' }],
  ['it is for another audience', { aud: 'bank-api' }],
  ['it is for another audience', { aud: ['bank-api', 'Shop-API'] }],
  ['it is for another audience', { aud: { 'shop-api': 1 } }],
  ['it lacks the claim aud', { aud: undefined }],
  ['it holds for longer than allowed', { exp: nowMs / 1000 + 86_401 }],
  ['it holds for longer than allowed', { exp: 1e300 }],
  ['it holds for longer than allowed', { iat: undefined, exp: nowMs / 1000 + 86_500 }],
  ['it was issued in the future', { iat: nowMs / 1000 + 31 }],
  ['its claim iat is not right', { iat: 'yesterday' }],
  ['it names no caller in the claim sub', { sub: undefined }],
  ['it names no caller in the claim sub', { sub: ['ann'] }],
])('refused: %s, with %o', async (why, more) => {
  expect(await whyOf(byEc(es, { ...claims, ...more }))).toBe(`refused: ${why}`)
})

test('clocks may differ by half a minute', async () => {
  expect(await whyOf(byEc(es, { ...claims, iat: nowMs / 1000 - 3600, exp: nowMs / 1000 - 29 }))).toBe('let in')
  expect(await whyOf(byEc(es, { ...claims, iat: nowMs / 1000 + 29, nbf: nowMs / 1000 + 29 }))).toBe('let in')
})

test('another issuer is a stranger, however near its name comes', async () => {
  for (const iss of ['https://evil.example', `${issuerName}/`, issuerName.toUpperCase(), [issuerName], null, undefined])
    expect(await whyOf(byEc(es, { ...claims, iss }))).toMatch(/^stranger/)
})

test('a token of another type is refused', async () => {
  for (const typ of ['logout+jwt', 'dpop+jwt', 'secevent+jwt', '', 7])
    expect(await whyOf(byEc({ ...es, typ }))).toBe('refused: it is a token of another type')
  for (const typ of ['JWT', 'at+jwt', 'application/at+JWT', undefined]) expect(await whyOf(byEc({ ...es, typ }))).toBe('let in')
  const accessOnly = tokensOf(publicKeys, { type: 'at+jwt' })
  expect(await whyOf(byEc(es), accessOnly)).toBe('refused: it is a token of another type')
  expect(await whyOf(byEc({ ...es, typ: 'at+jwt' }), accessOnly)).toBe('let in')
})

test('names that are there twice, in whatever depth and spelling, are not read', async () => {
  const inner = JSON.stringify(claims).slice(1, -1)
  for (const text of [
    `{${inner},"sub":"bob"}`,
    `{"iss":"${issuerName}",${inner}}`,
    `{${inner},"\\u0073ub":"bob"}`,
    `{${inner},"a":[{"b":{"c":1,"c":2}}]}`,
  ])
    expect(await whyOf(byEc(es, text))).toBe('stranger: its claims cannot be read in one way alone')
  expect(await whyOf(byEc('{"alg":"ES256","alg":"none","kid":"ec"}'))).toBe('stranger: its header cannot be read in one way alone')
  expect(await whyOf(byEc(es, `{${inner},"a":{"sub":"x"},"b":[{"sub":"y"},{"sub":"z"}],"c":"\\"sub\\":,{"}`))).toBe('let in')
})

test('only one spelling of the bytes is taken', async () => {
  const good = byEc(es)
  const [header, body, signature] = good.split('.') as [string, string, string]
  // Of the last letter of 64 bytes four bits are spare.
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const respelt = signature.slice(0, -1) + letters[letters.indexOf(signature.at(-1)!) + 1]!
  expect(Buffer.from(respelt, 'base64url')).toEqual(Buffer.from(signature, 'base64url'))
  expect(await whyOf(`${header}.${body}.${respelt}`)).toBe('stranger: its signature can be written in several ways')
  for (const token of [
    `${good}=`,
    `${good}\n`,
    ` ${good}`,
    `${header}.${body}`,
    `${good}.x`,
    good.replace('.', '..'),
    `${header}.${body}.`,
    good.replaceAll('-', '+'),
  ])
    if (token !== good) expect(await whyOf(token)).not.toBe('let in')
  expect(await whyOf(`${header}.${body}.${signature.slice(0, -2)}`)).not.toBe('let in')
})

test('a signature of zeros, of another length or in DER is none', async () => {
  for (const bytes of [Buffer.alloc(64), Buffer.alloc(1), Buffer.alloc(128), Buffer.from('3006020100020100', 'hex')])
    expect(await whyOf(tokenOf(es, claims, () => bytes))).toBe('refused: its signature is not right')
  const longer = byEc(es)
  expect(await whyOf(`${longer}AA`)).not.toBe('let in')
})

test('what is huge, deep or no text is not read', async () => {
  expect(await whyOf(byEc(es, { ...claims, x: 'x'.repeat(9000) }))).toBe('stranger: it is too long')
  expect(await whyOf(byEc(es, `${'['.repeat(2900)}${']'.repeat(2900)}`))).toMatch(/^stranger/)
  expect(await whyOf(byEc(es, '[]'))).toMatch(/^stranger/)
  const bytes = Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')
  expect(await whyOf(`${byEc(es).split('.')[0]}.${bytes}.AAAA`)).toBe('stranger: its claims cannot be read in one way alone')
})

test('no private, secret or weak key is taken for a public one', () => {
  expect(readPublicKeys(jwksOf({ ec: ec.privateKey }))).toMatchObject({ ok: false })
  expect(readPublicKeys('{"keys":[{"kty":"oct","k":"AAAA"}]}')).toMatchObject({ ok: false })
  expect(readPublicKeys(ec.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)).toMatchObject({ ok: false })
  expect(readPublicKeys(jwksOf({ weak: rsaPair(1024).publicKey, ec: ec.publicKey }))).toMatchObject({
    ok: true,
    unusable: 1,
    keys: [{ kid: 'ec' }],
  })
  for (const text of ['', 'hello', '{}', '[]', '{"keys":{}}', '{"keys":']) expect(readPublicKeys(text)).toMatchObject({ ok: false })
})

test('beginnings without an end are counted before they are read: each would be searched to the end of the text', () => {
  const many = '-----BEGIN PUBLIC KEY-----\n'.repeat(101)
  expect(readPublicKeys(many)).toEqual({ ok: false, why: 'it holds more than 100 keys' })
})
