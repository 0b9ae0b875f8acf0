/** Makes an API key for a consumer of the guarded service: `gh_`, eight letters or digits that are shown, then 256 random bits. */
import { hash } from 'node:crypto'
import type { Ids } from './ids.ts'

export interface NewConsumerKey {
  /** Given to the consumer once, and kept nowhere. */
  key: string
  prefix: string
  /** SHA-256 of the whole key, hexadecimal. */
  hash: string
}

export const makeConsumerKey = (ids: Ids): NewConsumerKey => {
  // base64url has two letters that a prefix has not.
  let prefix = ''
  while (prefix.length < 8) prefix += ids.token(12).replace(/[^A-Za-z0-9]/g, '')
  prefix = prefix.slice(0, 8)
  const key = `gh_${prefix}_${ids.token(32)}`
  return { key, prefix, hash: hash('sha256', key) }
}
