/** Makes and reads the text of an access token: a prefix that scanners know, 256 random bits, and a checksum that tells typing errors from guesses. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Ids } from '../../../ports/ids.ts'
import { accessTokenPrefix } from '../../../shared/access-token.ts'

const randomLength = 43
const checksumLength = 8
/** What may be shown of it: 36 of its 256 bits. */
const shownLength = accessTokenPrefix.length + 6

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(checksumLength, '0')

export interface NewTokenText {
  /** Given to its user once, and kept nowhere. */
  token: string
  prefix: string
  hash: string
}

/** SHA-256, hexadecimal: the token is as random as its hash, so nothing slower is needed. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const makeTokenText = (ids: Ids): NewTokenText => {
  const body = accessTokenPrefix + ids.token(32)
  const token = body + checksumOf(body)
  return { token, prefix: token.slice(0, shownLength), hash: hashOfToken(token) }
}

/** Whether all of it is there, as it was shown. */
export const isWholeToken = (text: string): boolean => {
  const body = text.slice(0, -checksumLength)
  return body.length === accessTokenPrefix.length + randomLength && text.endsWith(checksumOf(body))
}
