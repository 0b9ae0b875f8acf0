/** What a receiver said, without what it was sent in confidence: some answer with the address or the key that they were given. */

/** Shorter ones would take whole words out of what was said. */
const leastLength = 6

export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .filter((secret) => secret.length >= leastLength)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, '…'), text)

/** Of an address whose path is the key to it: the path as it is sent, with and without what follows it. */
export const secretPartsOf = (url: string): string[] => {
  const { href, pathname, search } = new URL(url)
  return [url, href, `${pathname}${search}`, pathname, search]
}
