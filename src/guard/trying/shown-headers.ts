/** Headers as they may be shown to whoever tries a request: what is as good as a password only by its name. */
import type { Tried } from '../../shared/tried-request.ts'

export type ShownHeaders = NonNullable<Tried['sent']>['headers']

const withheld: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'])

/** Of any request or answer. `name`: lower case. */
export const isWithheld = (name: string): boolean => withheld.has(name)

/** A service that tells what it was sent must not tell a key to whoever tries. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '[withheld]'), text)

/** Of a text that was cut: its end may be the beginning of one. */
export const withoutCutSecret = (text: string, secrets: readonly string[]): string =>
  secrets.reduce(
    (rest, secret) => {
      for (let length = secret.length - 1; length > 0; length--) if (rest.endsWith(secret.slice(0, length))) return rest.slice(0, -length)
      return rest
    },
    withoutSecrets(text, secrets),
  )

/** `raw`: flat: name, value, name, value. */
export const shownHeaders = (raw: readonly string[], hides: (name: string) => boolean): ShownHeaders => {
  const shown: ShownHeaders = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    shown.push({ name, value: hides(name) ? null : raw[at + 1]! })
  }
  return shown
}
