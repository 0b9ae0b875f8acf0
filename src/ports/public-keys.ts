/** Reads public keys: a JWK Set, one JWK, or PEM with keys and certificates. What cannot check a signature is left out. */
import { createPublicKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'

export interface PublicKeys {
  keys: JsonWebKey[]
  /** PEM has no ids: whatever id a token names, each key is tried. */
  withoutIds: boolean
  /** So many were left out. */
  unusable: number
}
export type PublicKeysRead = ({ ok: true } & PublicKeys) | { ok: false; why: string }

const mostKeys = 100
/** RFC 7518, 6.2.2, 6.3.2 and 6.4.1: whoever has one of these can make tokens. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const leastModulusBits = 2048
const block = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g

const refused = (why: string): PublicKeysRead => ({ ok: false, why })
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isPrivate = (key: unknown): boolean =>
  isObject(key) && (key['kty'] === 'oct' || privateMembers.some((name) => Object.hasOwn(key, name)))
const isStrong = ({ asymmetricKeyDetails: details }: KeyObject): boolean => (details?.modulusLength ?? leastModulusBits) >= leastModulusBits

const usable = (key: unknown): JsonWebKey[] => {
  if (!isObject(key) || isPrivate(key) || (key['use'] !== undefined && key['use'] !== 'sig')) return []
  try {
    return isStrong(createPublicKey({ key, format: 'jwk' })) ? [key] : []
  } catch {
    return []
  }
}

const readPem = (text: string): PublicKeysRead => {
  // A beginning without an end is searched for to the end of the text.
  if (text.split('-----BEGIN ', mostKeys + 2).length > mostKeys + 1) return refused(`it holds more than ${mostKeys} keys`)
  const blocks = text.match(block) ?? []
  if (/PRIVATE KEY/.test(text)) return refused('a private key stands in it: only public ones belong here')
  if (blocks.length === 0) return refused('it is neither a JWK Set nor PEM')
  const keys = blocks.flatMap((one): JsonWebKey[] => {
    try {
      const key = createPublicKey(one)
      return isStrong(key) ? [key.export({ format: 'jwk' })] : []
    } catch {
      return []
    }
  })
  return { ok: true, keys, withoutIds: true, unusable: blocks.length - keys.length }
}

const readJson = (text: string): PublicKeysRead => {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return refused('it is no JSON')
  }
  const listed =
    isObject(given) && Array.isArray(given['keys']) ? (given['keys'] as unknown[]) : isObject(given) && 'kty' in given ? [given] : null
  if (listed === null) return refused('it is JSON, but no JWK Set')
  if (listed.length > mostKeys) return refused(`it holds more than ${mostKeys} keys`)
  if (listed.some(isPrivate)) return refused('a private or secret key stands in it: only public ones belong here')
  const keys = listed.flatMap(usable)
  return { ok: true, keys, withoutIds: false, unusable: listed.length - keys.length }
}

export const readPublicKeys = (text: string): PublicKeysRead => (text.trimStart().startsWith('{') ? readJson(text) : readPem(text))

/** What stands in keys that were pasted into a policy and is no public key, each with its place. */
export const pastedKeyFaults = (issuers: readonly { keys: { kind: string; text?: string } }[]): { path: string; message: string }[] =>
  issuers.flatMap(({ keys: { text } }, at) => {
    if (text === undefined) return []
    const read = readPublicKeys(text)
    const message = !read.ok ? read.why : read.keys.length === 0 ? 'none of these keys can check a signature' : null
    return message === null ? [] : [{ path: `issuers.${at}.keys.text`, message }]
  })
