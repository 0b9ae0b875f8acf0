/** The path of a request, as it is compared with routes: what a target might read as another path is refused, not guessed. */

/** Backslashes, control signs and encoded ones of either, and dot segments in any spelling (RFC 3986, 5.2.4). */
const doubtful = /[\\\p{Cc} ]|%(?:5c|0\d|1[0-9a-f]|7f)|(?:^|\/)(?:\.|%2e){1,2}(?:;[^/]*)?(?:\/|$)|%(?![0-9a-f]{2})/iu
const unreserved = /%(?:2d|2e|5f|7e|3\d|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])/gi

/** Null where the path could mean several things. Encoded letters and digits are decoded, an encoded slash is not. */
export const comparablePath = (path: string): string | null => {
  if (!path.startsWith('/') || doubtful.test(path)) return null
  return path.includes('%') ? path.replaceAll(unreserved, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16))) : path
}

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
