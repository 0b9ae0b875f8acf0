/** The token that shows that a page of this origin sent a request: signed, and good for one session alone (OWASP: signed double-submit). */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** What signs, the newest first: tokens of the one before still hold, and are replaced. */
export type CsrfKeys = readonly Buffer[]

/** A name with `__Host-` is taken by browsers from this very host alone, and over TLS. */
export const tokenCookie = (secure: boolean): string => (secure ? '__Host-gatehouse-csrf' : 'gatehouse-csrf')

const form = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/

/** The random part has no dots, so what is signed can be read in one way. */
const signed = (key: Buffer, random: string, session: string): Buffer =>
  createHmac('sha256', key).update(`gatehouse csrf 1.${random}.${session}`).digest()

/** `random`: 128 bits as base64url. `session`: value of its cookie; empty while there is none. */
export const makeToken = (keys: CsrfKeys, random: string, session: string): string =>
  `${random}.${signed(keys[0]!, random, session).toString('base64url')}`

export const judgeToken = (keys: CsrfKeys, token: string, session: string): 'good' | 'of-key-before' | 'bad' => {
  const [, random, given] = form.exec(token) ?? []
  if (random === undefined || given === undefined) return 'bad'
  const bytes = Buffer.from(given, 'base64url')
  const at = keys.findIndex((key) => timingSafeEqual(signed(key, random, session), bytes))
  return at < 0 ? 'bad' : at === 0 ? 'good' : 'of-key-before'
}
