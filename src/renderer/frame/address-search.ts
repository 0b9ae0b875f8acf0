/** How the part of an address after the question mark is written: plain words, a name again for each further value. */

export const parseSearch = (text: string): Record<string, string | string[]> => {
  const read: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const known = read[name]
    read[name] = known === undefined ? value : [known, value].flat()
  }
  return read
}

/** With its question mark; empty where there is nothing to say. */
export const stringifySearch = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams()
  for (const [name, given] of Object.entries(search)) {
    for (const value of Array.isArray(given) ? given : [given]) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') params.append(name, String(value))
    }
  }
  const text = params.toString()
  return text && `?${text}`
}
