/** The token of a link or of what a person pasted: a whole link, its fragment, or the bare token; null where there is none. */
export const tokenOfLink = (text: string): string | null => {
  const trimmed = text.trim()
  const token = /#t=([\w-]+)$/.exec(trimmed)?.[1] ?? (/^[\w-]+$/.test(trimmed) ? trimmed : null)
  return token !== null && token.length >= 16 && token.length <= 256 ? token : null
}
