/** Headers as they may be shown to whoever tries a request: what is as good as a password only by its name. */
import type { Tried } from '../../shared/tried-request.ts'

export type ShownHeaders = NonNullable<Tried['sent']>['headers']

const withheld: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'])

/** Of any request or answer. `name`: lower case. */
export const isWithheld = (name: string): boolean => withheld.has(name)

/** Also as JSON writes them; the longest first: one may be the beginning of another. */
const writtenForms = (secrets: readonly string[]): readonly string[] =>
  secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]).toSorted((a, b) => b.length - a.length)

/** A service that tells what it was sent must not tell a key to whoever tries. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  writtenForms(secrets).reduce((rest, secret) => rest.replaceAll(secret, '[withheld]'), text)

/** So many of the last letters begin it, or are it. */
const lettersAtEnd = (text: string, secret: string): number => {
  let letters = secret.length
  while (letters > 0 && !text.endsWith(secret.slice(0, letters))) letters -= 1
  return letters
}

/** Of a text that was cut: its end may be the beginning of one. */
export const withoutCutSecret = (text: string, secrets: readonly string[]): string => {
  const letters = Math.max(0, ...writtenForms(secrets).map((secret) => lettersAtEnd(text, secret)))
  return withoutSecrets(text.slice(0, text.length - letters), secrets)
}

/** `raw`: flat: name, value, name, value. */
export const shownHeaders = (raw: readonly string[], hides: (name: string) => boolean): ShownHeaders => {
  const shown: ShownHeaders = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    shown.push({ name, value: hides(name) ? null : raw[at + 1]! })
  }
  return shown
}
