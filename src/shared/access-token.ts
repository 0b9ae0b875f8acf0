/** How an access token is written, so that scanners, hosts and people know one when they see it. */

/** Then 256 random bits in base64url, then a checksum of eight hexadecimal digits over both. */
export const accessTokenPrefix = 'gatehouse_pat_'

/** Whether the text claims to be one; says nothing of whether it is in force. */
export const looksLikeAccessToken = (text: string): boolean => text.startsWith(accessTokenPrefix)

/** The token of an `Authorization` header that carries one, however it goes on; null: there is none. */
export const accessTokenIn = (authorization: string | null | undefined): string | null => {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && looksLikeAccessToken(given) ? given : null
}
