/** Reads the text of a token (compact JWS, RFC 7515) strictly: what can be read in two ways, or brings its own key, is none. Says nothing of its truth. */
import { hasNameTwice } from './duplicate-names.ts'

export interface TokenText {
  header: Readonly<Record<string, unknown>> & { alg: string; kid?: string }
  claims: Readonly<Record<string, unknown>>
}
export type TokenRead = ({ ok: true } & TokenText) | { ok: false; why: string }

const mostLetters = 8 * 1024
const form = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** Keys that a token brings along: whoever made the token made them, too. */
const ownKeys = ['jwk', 'jku', 'x5u', 'x5c']

const refused = (why: string): TokenRead => ({ ok: false, why })

export const looksLikeToken = (text: string): boolean => form.test(text)

/** Null where the same bytes could be written in another way (RFC 4648, 3.5), or are no UTF-8. */
const textOf = (part: string): string | null => {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
const objectOf = (part: string): Record<string, unknown> | null => {
  const text = textOf(part)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || hasNameTwice(text)) return null
    return value as Record<string, unknown>
  } catch {
    return null
  }
}

export const readToken = (text: string): TokenRead => {
  if (text.length > mostLetters) return refused('it is too long')
  if (!looksLikeToken(text)) return refused('it is no token of three parts')
  const [first = '', second = '', third = ''] = text.split('.')
  const header = objectOf(first)
  if (!header) return refused('its header cannot be read in one way alone')
  const claims = objectOf(second)
  if (!claims) return refused('its claims cannot be read in one way alone')
  if (Buffer.from(third, 'base64url').toString('base64url') !== third) return refused('its signature can be written in several ways')
  const { alg, kid } = header
  if (typeof alg !== 'string') return refused('it names no algorithm')
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > 300)) return refused('it names its key in a way that is not understood')
  if ('crit' in header || 'b64' in header) return refused('it asks for what is not understood here')
  if (ownKeys.some((name) => name in header)) return refused('it brings its own key')
  return { ok: true, header: { ...header, alg, ...(kid === undefined ? {} : { kid }) }, claims }
}
