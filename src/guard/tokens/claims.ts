/** What the claims of a token say: found by name or path, as words. Pure. */

/** The claim of that name, dots and all, or one inside others; undefined where there is none. */
const claimAt = (claims: Readonly<Record<string, unknown>>, path: string): unknown => {
  if (Object.hasOwn(claims, path)) return claims[path]
  let value: unknown = claims
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** One name; null where the claim is anything else. */
export const nameAt = (claims: Readonly<Record<string, unknown>>, path: string): string | null => {
  const value = claimAt(claims, path)
  return typeof value === 'string' && value !== '' && value.length <= 300 ? value : null
}

/** A list, or words with spaces between (RFC 6749, 3.3); nothing where the claim is anything else. */
export const wordsAt = (claims: Readonly<Record<string, unknown>>, path: string): readonly string[] => {
  const value = claimAt(claims, path)
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '')
  return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : []
}
