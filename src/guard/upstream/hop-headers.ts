/** Headers that hold for one connection only, and end there. */

/** RFC 9110, 7.6.1, and what the client library writes itself. */
const ofThisHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
])

export const isOfThisHop = (name: string): boolean => ofThisHop.has(name)
export const hopHeaders = (): Iterable<string> => ofThisHop

/** Names that `Connection` lists. */
export const listedByConnection = (connection: string | undefined): ReadonlySet<string> | null =>
  connection === undefined || connection === 'keep-alive' || connection === 'close' || connection === 'Upgrade'
    ? null
    : new Set(
        connection
          .toLowerCase()
          .split(',')
          .map((name) => name.trim()),
      )
