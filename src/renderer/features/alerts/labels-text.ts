/** Labels as a person writes them in one line: `team=web, on call=mara`. */
const mostNameLength = 64
const mostValueLength = 200

export const labelsText = (labels: Record<string, string>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')

/** Null where a part is not a name, an equals sign and a value. */
export const readLabels = (text: string): Record<string, string> | null => {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  const pairs = parts.map((part): [string, string] => {
    const at = part.indexOf('=')
    return at < 0 ? ['', ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()]
  })
  const sound = pairs.every(
    ([name, value]) => name !== '' && name !== '__proto__' && name.length <= mostNameLength && value.length <= mostValueLength,
  )
  return sound ? Object.fromEntries(pairs) : null
}
