/** Cookies as they come in requests and go out in answers. Pure. */

/** RFC 6265, 4.2.1. Of two with one name the first, as most services read it. */
export const cookieOf = (header: string | undefined, name: string): string | null => {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

/** RFC 6265, 5.2: name, value, and attributes in lower case. */
export const readSetCookie = (header: string): { name: string; value: string; attributes: ReadonlyMap<string, string> } | null => {
  const [pair = '', ...rest] = header.split(';')
  const at = pair.indexOf('=')
  if (at < 1) return null
  const attributes = rest.map((part): [string, string] => {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase()
    return [name, equals < 0 ? '' : part.slice(equals + 1).trim()]
  })
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim(), attributes: new Map(attributes) }
}
