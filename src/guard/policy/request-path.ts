/** The path of a request, as it is compared with routes: what a target might read as another path is refused, not guessed. */

/** Nothing in it can be read in two ways. Most paths are such. */
const plain = /^\/[A-Za-z0-9_\-/]*$/
/**
 * Backslashes, spaces, control signs and encoded ones of either, what is no ASCII, broken escapes, and dot segments in any
 * spelling (RFC 3986, 5.2.4): between slashes that may be encoded, and with parameters behind them.
 */
const doubtful = /[^\x21-\x7e]|\\|%(?:5c|[01][0-9a-f]|7f)|%(?![0-9a-f]{2})|(?:\/|%2f)(?:\.|%2e){1,2}(?:;|%3b|(?=\/|%2f)|$)/i
const encoded = /%[0-9a-f]{2}/gi
const unreserved = /[A-Za-z0-9\-._~]/

const oneSpelling = (code: string): string => {
  const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
  return unreserved.test(character) ? character : code.toUpperCase()
}

/** RFC 3986, 6.2.2: unreserved characters as themselves, everything else encoded with large letters. Also for paths of a policy. */
export const normalPath = (path: string): string => {
  if (plain.test(path)) return path
  return path.replaceAll(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text.toWellFormed())).replaceAll(encoded, oneSpelling)
}

/** Null where the path could mean several things. Encoded letters and digits are decoded, an encoded slash is not. */
export const comparablePath = (path: string): string | null => {
  if (plain.test(path)) return path
  return !path.startsWith('/') || doubtful.test(path) ? null : normalPath(path)
}

/**
 * How some targets read a comparable path: an encoded slash as a slash, and no parameters after `;`. Null where that is
 * the same. Where another route holds for it, the request must not pass.
 */
export const otherReading = (path: string): string | null =>
  path.includes('%2F') || path.includes('%3B') || path.includes(';')
    ? path
        .replaceAll('%3B', ';')
        .replaceAll(/;[^/]*?(?=%2F|\/|$)/g, '')
        .replaceAll('%2F', '/')
    : null

export interface RequestTarget {
  path: string
  /** With its question mark, or empty. */
  query: string
  /** Of the absolute form (RFC 9112, 3.2.2), with its port. */
  host: string | null
}

/** Null where it is no origin or absolute form. */
export const readRequestTarget = (url: string): RequestTarget | null => {
  let host: string | null = null
  let rest = url
  if (!url.startsWith('/')) {
    const absolute = /^https?:\/\/([^/?#\s@]+)([/?].*)?$/i.exec(url)
    if (!absolute) return null
    host = absolute[1]!.toLowerCase()
    rest = absolute[2] ?? '/'
    if (rest.startsWith('?')) rest = `/${rest}`
  }
  if (rest.includes('#')) return null
  const mark = rest.indexOf('?')
  return mark < 0 ? { path: rest, query: '', host } : { path: rest.slice(0, mark), query: rest.slice(mark), host }
}
