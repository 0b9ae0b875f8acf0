/** The core as its hosts see it. */
import type { Clock } from '../../ports/clock.ts'
import type { DesktopNotices } from '../../ports/desktop-notices.ts'
import type { Keychain } from '../../ports/keychain.ts'
import type { Logger } from '../../ports/logger.ts'
import type { StartGuardProcess } from '../features/guard/spawn-guard.ts'
import type { ProviderLink } from '../features/vault/ask-provider.ts'

export interface ConsoleOptions {
  host: 'desktop' | 'headless'
  /** Absolute; made with mode 0700 if missing. */
  dataDirectory: string
  /** Absolute; made with mode 0700 if missing. For the copy of the newest signed head that must not lie beside the data; nowhere unless said. */
  stateDirectory?: string
  /** That copy's file, in place of one in the state directory. Absolute. */
  headFile?: string
  /** The built page: holds index.html. */
  rendererDirectory: string
  version: string
  /** The process environment; the master key's variables are removed from it at once. */
  environment: NodeJS.ProcessEnv
  keychain: Keychain
  clock: Clock
  logger: Logger
  /** Where a browser opens this console, once it listens: what links in messages lead to. Null where no browser can. */
  address?: () => string | null
  /** Given by a host that has a desktop of its own. */
  desktopNotices?: DesktopNotices
  /** How the guard's process is started; without it as a process of Node (`spawnGuard`). */
  startGuard?: StartGuardProcess
  /** How the providers of keys are reached; tests let their names lead to sockets of their own. */
  providerLink?: ProviderLink
  /** After a restore the console starts anew by itself; told where it could not, so that the process does not stay without one. */
  onRestartFailed?: (error: unknown) => void
  /** Argon2id; the default is 64 MiB, t=3, p=1. Tests take less. */
  passwordCost?: { memoryKiB: number; passes: number }
}

/** What a host knows of a request, beyond the request. */
export interface Caller {
  /** The host vouches for the page that asks: Electron by the initiator's origin, headless by the host token. */
  trusted: boolean
  /** No page asks but a program, with an access token: the host has seen that no browser sent this. */
  program?: boolean
  /** For the log: an address, or `desktop window`. */
  source: string
}

export type HostEvent =
  /** The one-time link was used. */
  | { kind: 'link-used'; source: string }
  /** A spent or wrong link was presented: somebody else may have seen it. */
  | { kind: 'link-reused'; source: string }
  /** A window was opened with the code of an open invitation. */
  | { kind: 'invitation-opened'; source: string }
  /** The code of an invitation that is used, expired, withdrawn or unknown was presented. */
  | { kind: 'invitation-refused'; source: string }
  /** A fresh link was asked for over the socket in the data directory. */
  | { kind: 'link-made' }
  /** A renderer crashed and was reloaded. */
  | { kind: 'window-crashed'; reason: string }

/** `void`: withdrawn, expired or gone without having let anybody in. */
export type InvitationState = 'open' | 'used' | 'void'

export interface GatehouseConsole {
  /** Opens the databases, takes the data directory's lock, reads the master key. Throws `StartRefused`. */
  start(): Promise<void>
  /** Everything over HTTP: the page, /rpc, /api, /download. Safe to call from `start` to `stop`. */
  fetch(request: Request, caller: Caller): Promise<Response>
  /** Whether this access token is in force: before that nothing more of a request is read. */
  knowsAccessToken(token: string): boolean
  noteHostEvent(event: HostEvent): void
  /** The id of the open invitation that this is the code of, else null: whoever has it may open a window as far as its sign-in. */
  openInvitation(code: string): string | null
  /** What became of it. */
  invitationState(id: string): InvitationState
  /** Routes that the guard serves now. */
  routesServed(): number
  /** Locks every open session: the screen was locked, the machine goes to sleep, or the person said so outside the page. */
  lockAll(why: 'screen' | 'suspend' | 'user'): Promise<void>
  /** Ends streams, signs the log's head, closes the databases, frees the lock. */
  stop(): Promise<void>
}

/** The console cannot start here; `message` says why in a plain sentence and what to do. */
export class StartRefused extends Error {
  override name = 'StartRefused'
  readonly reason: 'running' | 'newer-database' | 'corrupt-database' | 'read-only' | 'disk-full' | 'bad-configuration'
  constructor(reason: StartRefused['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}
