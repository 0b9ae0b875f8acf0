/** Requests that a page of another place had a browser send (CSRF): what changes something must come from a page of its own. */
import type { Ids } from '../../ports/ids.ts'
import { csrfHeader } from '../../shared/browser-settings.ts'
import type { CsrfRules } from '../browsers/browser-rules.ts'
import { cookieOf, readSetCookie } from '../browsers/cookies.ts'
import { judgeToken, makeToken, tokenCookie } from '../browsers/csrf-token.ts'
import { comingOf, isSafe } from '../browsers/judge-forgery.ts'
import type { Exchange } from '../exchange.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'

const randomBytesOfToken = 16
const foreign = (reason: string): Refusal => ({ code: 'forged-request', title: 'This must be sent by a page of this site.', reason })
const tokenless = (reason: string): Refusal => ({
  code: 'forged-request',
  title: `This must be sent with the token of the cookie in the header ${csrfHeader}.`,
  reason,
})

/** What a page of another place cannot make a browser add unasked. */
const showsKey = ({ request: { headers }, route }: Exchange): boolean => {
  const { keyHeader } = route!.settings
  // Passwords that a browser knows (Basic, Negotiate) come in Authorization unasked.
  return (keyHeader !== 'authorization' && headers[keyHeader] !== undefined) || /^Bearer /i.test(headers.authorization ?? '')
}

const tokenFault = ({ request, secure }: Exchange, token: NonNullable<CsrfRules['token']>): Refusal | null => {
  const { cookie, [csrfHeader]: shown } = request.headers
  const keys = token.keys()
  if (keys === null) return tokenless('the key of tokens cannot be had now')
  const kept = cookieOf(cookie, tokenCookie(secure))
  if (kept === null) return tokenless('no token in a cookie')
  if (shown === undefined) return tokenless('no token in a header')
  if (shown !== kept) return tokenless('the token of the header is not that of the cookie')
  const session = token.sessionCookie === null ? '' : (cookieOf(cookie, token.sessionCookie) ?? '')
  return judgeToken(keys, kept, session) === 'bad' ? tokenless('the token is not of this session') : null
}

const judge = (exchange: Exchange, { named, token }: CsrfRules): Refusal | null => {
  const { request, upgrade, secure } = exchange
  const { headers } = request
  // A WebSocket is opened with a GET, and carries what it likes from then on.
  if (upgrade === null && isSafe(request.method!)) return null
  const withCookies = headers.cookie !== undefined
  if (!withCookies && showsKey(exchange)) return null
  const coming = comingOf(headers, headers.host ?? '', secure, named)
  if (coming.kind === 'foreign') return foreign(coming.reason)
  // A page that the policy names cannot read the cookie, and no page can put a header into the opening of a WebSocket.
  if (coming.kind === 'named' || upgrade !== null || !withCookies) return null
  return token === null ? null : tokenFault(exchange, token)
}

/** The value of the session from here on: a sign-in changes it, and the token with it. */
const sessionAfter = (cookie: string | undefined, name: string | null, headers: readonly string[]): { value: string; isNew: boolean } => {
  if (name === null) return { value: '', isNew: false }
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]!.toLowerCase() !== 'set-cookie') continue
    const set = readSetCookie(headers[at + 1]!)
    if (set?.name === name) return { value: set.value, isNew: true }
  }
  return { value: cookieOf(cookie, name) ?? '', isNew: false }
}

const header = (headers: readonly string[], name: string): string => {
  for (let at = 0; at < headers.length; at += 2) if (headers[at]!.toLowerCase() === name) return headers[at + 1]!
  return ''
}
/** Others than the caller may get the same answer: a token does not belong there. */
const isShared = (headers: readonly string[]): boolean => /\b(?:public|s-maxage)\b/i.test(header(headers, 'cache-control'))
/** Of pages, and of what their programs ask for: pictures and styles need no token. */
const isOfPages = (headers: readonly string[]): boolean =>
  /^(?:text\/html|application\/(?:\w+\+)?json)\b/i.test(header(headers, 'content-type'))

export const createForgery = (ids: Pick<Ids, 'token'>): Stage => ({
  name: 'forgery',
  why: 'before identify: what a stranger’s page sends is not worth the look',
  fails: 'closed',
  decides: true,
  request: (exchange) => {
    const { csrf } = exchange.route!.browsers
    if (csrf === null) return null
    const refusal = judge(exchange, csrf)
    if (refusal === null || !csrf.dryRun) return refusal
    exchange.overlooked.push({ ...refusal, reason: `${refusal.reason ?? ''}, in dry run` })
    return null
  },
  answer: ({ route, request, refusal, secure, upgrade }, { headers }) => {
    const token = route?.browsers.csrf?.token ?? null
    if (token === null || upgrade !== null) return
    const { cookie } = request.headers
    const { value: session, isNew } = sessionAfter(cookie, token.sessionCookie, headers)
    // Whoever was refused gets one for the next try; only its own pages can read it.
    if (!isNew && refusal?.code !== 'forged-request' && (isShared(headers) || !isOfPages(headers))) return
    const keys = token.keys()
    if (keys === null) return
    const name = tokenCookie(secure)
    const kept = cookieOf(cookie, name)
    if (kept !== null && judgeToken(keys, kept, session) === 'good') return
    // Read by the pages' own programs, so not HttpOnly.
    headers.push(
      'set-cookie',
      `${name}=${makeToken(keys, ids.token(randomBytesOfToken), session)}; Path=/; SameSite=Lax${secure ? '; Secure' : ''}`,
    )
  },
})
