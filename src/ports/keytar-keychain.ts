// The operating system's keychain through keytar: macOS Keychain, Windows Credential Manager, a Secret Service on Linux.
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import { KeychainUnavailable } from './keychain.ts'
import type { Keychain } from './keychain.ts'

export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeytarKeychain extends Keychain {
  /**
   * A call has not come back. It holds a thread of Node's pool, which Node waits for at its end: a host that stops while
   * this is true must leave by a way that does not wait.
   */
  isStuck(): boolean
}

export interface KeytarKeychainOptions {
  timeoutMs?: number
  clock?: Clock
  load?: () => Promise<Keytar>
  platform?: NodeJS.Platform
}

const service = 'Gatehouse'

const loadKeytar = async (): Promise<Keytar> => (await import('keytar')).default

/** Says in a plain sentence what an error of keytar means. */
export const explainKeychainError = (error: unknown): string => {
  const said = error instanceof Error ? error.message : String(error)
  if (/native addon|Cannot find (?:package|module)|dlopen|\.node\b/i.test(said)) {
    return 'The library that speaks to the keychain cannot be loaded. On Linux it needs libsecret (package libsecret-1-0).'
  }
  if (/locked|prompt|interaction is not allowed|dismissed|collection\/login|passphrase/i.test(said)) {
    return 'The keychain is locked. Unlock it, for example by signing in to the desktop, and try again.'
  }
  if (/d-?bus|ServiceUnknown|org\.freedesktop|\.service files|connection (?:is closed|refused)|could not connect/i.test(said)) {
    return 'No keychain runs in this session. Start a Secret Service such as gnome-keyring or KWallet and try again.'
  }
  return `The keychain refused: ${said.replace(/\.$/, '')}.`
}

export const createKeytarKeychain = ({
  timeoutMs = 5000,
  clock = systemClock,
  load = loadKeytar,
  platform = process.platform,
}: KeytarKeychainOptions = {}): KeytarKeychain => {
  let loaded: Promise<Keytar> | undefined
  let waiting: Promise<unknown> = Promise.resolve()
  let stuck = false

  const bounded = <T>(call: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(timeoutMs, () => {
        stuck = true
        const seconds = timeoutMs / 1000
        reject(
          new KeychainUnavailable(
            `The keychain gave no answer within ${seconds} s. It may be asking for its password on the screen; answer it and try again.`,
          ),
        )
      })
      const settle = (done: () => void) => () => {
        cancel()
        stuck = false
        done()
      }
      call.then(
        (value) => settle(() => resolve(value))(),
        (error: unknown) => settle(() => reject(new KeychainUnavailable(explainKeychainError(error), { cause: error })))(),
      )
    })

  /** One call at a time: each that hangs would hold one of Node's four pool threads, and with them files and hashing. */
  const inTurn = <T>(ask: (keytar: Keytar) => Promise<T>): Promise<T> => {
    const turn = waiting.then(async () => {
      if (stuck)
        throw new KeychainUnavailable(
          'The keychain has not answered an earlier question yet. It may be asking for its password on the screen; answer it and try again.',
        )
      return bounded((async () => ask(await (loaded ??= load())))())
    })
    waiting = turn.catch(() => {})
    return turn
  }

  /**
   * A locked Secret Service answers "not found" where it holds the secret, and only writing tells. So before nothing is
   * taken for nothing, something is written. (keytar's findCredentials would tell too, but crashes the process.)
   */
  const proveOpen = async (keytar: Keytar) => {
    if (platform !== 'linux') return
    await keytar.setPassword(service, 'lock check', 'open')
    await keytar.deletePassword(service, 'lock check')
  }

  return {
    read: (name) =>
      inTurn(async (keytar) => {
        const secret = await keytar.getPassword(service, name)
        if (secret === null) await proveOpen(keytar)
        return secret
      }),
    write: (name, secret) => inTurn((keytar) => keytar.setPassword(service, name, secret)),
    remove: (name) =>
      inTurn(async (keytar) => {
        if (!(await keytar.deletePassword(service, name))) await proveOpen(keytar)
      }),
    isStuck: () => stuck,
  }
}
