// Decides from a request's first lines whether it may come in at all. On loopback every other program is a stranger.
import { accessTokenIn } from '../../shared/access-token.ts'

export interface Asked {
  method: string
  /** The request target as sent. */
  target: string
  /** Names and values alternating, as sent: what is sent twice is seen twice. */
  rawHeaders: readonly string[]
}

export type Refusal = { status: 400 | 403 | 405 | 415 | 421; code: string; message: string; allow?: string }
export type Admission =
  { kind: 'refused'; refusal: Refusal } | { kind: 'admitted'; path: string; hostToken: string | null; accessToken: string | null }

/**
 * Which a browser sends with whatever a page asks for, and no page can leave out or forge. Not `Sec-Fetch-Mode`: the `fetch` of
 * Node sends it, alone, and a program cannot leave it out either; a browser sends `Sec-Fetch-Site` beside it.
 */
const ofBrowsers = /^(?:origin|sec-fetch-(?!mode$).*)$/
const restPath = /^\/api\//
const guardedPath = /^\/(?:rpc|api|host)(?:\/|$)/
const downloadPath = /^\/download\//

const refuse = (status: Refusal['status'], code: string, message: string, allow?: string): Admission => ({
  kind: 'refused',
  refusal: { status, code, message, allow },
})

/** The path as the core will read it, or null where it cannot be read in one way only. */
const readPath = (target: string): string | null => {
  if (!target.startsWith('/') || target.startsWith('//') || target.includes('\\')) return null
  try {
    return decodeURIComponent(new URL(target, 'http://127.0.0.1').pathname)
  } catch {
    return null
  }
}

const wrongHost = (port: number) =>
  refuse(421, 'WRONG_HOST', `This console answers to http://127.0.0.1:${port} and http://localhost:${port} only.`)

export const admit = ({ method, target, rawHeaders }: Asked, port: number): Admission => {
  const all = (name: string) => rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name)
  /** Sent twice, a header has no value that could be right. */
  const one = (name: string): string | undefined => {
    const values = all(name)
    return values.length > 1 ? '' : values[0]
  }

  const host = one('host')
  // Browsers leave the port out where it is the scheme's own.
  const own80 = port === 80 && (host === '127.0.0.1' || host === 'localhost')
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}` && !own80) return wrongHost(port)
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return wrongHost(port)
  const path = readPath(target)
  if (path === null) return refuse(400, 'BAD_TARGET', 'This address cannot be read.')

  const site = one('sec-fetch-site')
  const hostToken = one('x-gatehouse-host')
  const guarded = guardedPath.test(path) || hostToken !== undefined || one('authorization') !== undefined

  if (guarded) {
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST')
      return refuse(405, 'WRONG_METHOD', `${method} is not used here.`, 'GET, HEAD, POST')
    const accessToken = accessTokenIn(one('authorization'))
    if (accessToken !== null) {
      // A page that got hold of one, by a leak or by asking people to paste it, must not use it from their own browser.
      if (rawHeaders.some((name, index) => index % 2 === 0 && ofBrowsers.test(name.toLowerCase())))
        return refuse(403, 'FOREIGN_PAGE', 'Access tokens are for programs: no page may send one.')
      if (hostToken !== undefined || !restPath.test(path)) return refuse(403, 'NOT_FOR_TOKENS', 'An access token opens only /api.')
    } else if (site !== 'same-origin') {
      return refuse(
        403,
        'FOREIGN_PAGE',
        'Only pages of this console may ask for this; programs send an access token in Authorization: Bearer.',
      )
    }
    const origin = one('origin')
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(403, 'FOREIGN_PAGE', 'Only pages of this console may ask for this.')
    const empty = (one('content-length') ?? '0') === '0' && one('transfer-encoding') === undefined
    const type = one('content-type')?.split(';')[0]!.trim().toLowerCase()
    if (method === 'POST' && type !== 'application/json' && !(empty && type === undefined)) {
      return refuse(415, 'WRONG_CONTENT_TYPE', 'Send the body as application/json.')
    }
    return { kind: 'admitted', path, hostToken: hostToken ?? null, accessToken }
  }

  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'WRONG_METHOD', `${method} is not used here.`, 'GET, HEAD')
  const own = site === undefined || site === 'same-origin' || site === 'none'
  // A link on another page may lead here in a window of its own; nothing of ours is loaded into a foreign page.
  const leadsHere = !downloadPath.test(path) && one('sec-fetch-mode') === 'navigate' && one('sec-fetch-dest') === 'document'
  if (!own && !leadsHere) return refuse(403, 'FOREIGN_PAGE', 'Nothing of this console may be loaded into another page.')
  return { kind: 'admitted', path, hostToken: null, accessToken: null }
}
