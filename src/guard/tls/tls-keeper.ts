/** The TLS of one port as it is in force: notices when its files change, and keeps the former where the new ones are not good. */
import type { Clock } from '../../ports/clock.ts'
import type { ListenerTlsState } from '../../shared/tls-state.ts'
import type { ListenerTls } from '../../shared/tls-settings.ts'
import type { CertificateNews } from './certificate-news.ts'
import { createEndings } from './certificate-news.ts'
import type { SelfSigned } from './self-signed.ts'
import type { ServerTls } from './server-tls.ts'
import { filesOf, prepareServerTls } from './server-tls.ts'
import { signOfFiles, TlsFault } from './tls-files.ts'

const lookEveryMs = 2_000
/** Tickets of resumed sessions are sealed with a key that each context makes for itself: an old key opens no new session. */
const renewEveryMs = 12 * 3_600_000

export interface TlsKeeper {
  current(): ServerTls
  state(): Omit<ListenerTlsState, 'listener'>
  /** Serves by what was read for other settings. */
  change(next: ServerTls): void
  close(): void
}

export interface TlsKeeperOptions {
  clock: Clock
  selfSigned: SelfSigned
  /** From now on connections are to be made with this. */
  onChange(current: ServerTls): void
  listener: string
  onNews(news: CertificateNews): void
}

/** `first`: already read. */
export const keepTls = (first: ServerTls, { clock, selfSigned, listener, onChange, onNews }: TlsKeeperOptions): TlsKeeper => {
  let current = first
  let takenMs = clock.monotonic()
  let problem: string | null = null
  let waiting: string | null = null
  let stop = (): void => {}

  const tell = (next: string) => {
    if (next === problem) return
    problem = next
    onNews({ kind: 'kept', listener, why: next })
  }
  const take = (next: ServerTls) => {
    const before = current
    current = next
    takenMs = clock.monotonic()
    waiting = null
    const isNew = next.told.some(({ sha256 }, at) => sha256 !== before.told[at]?.sha256)
    onChange(next)
    if (problem !== null || isNew) onNews({ kind: 'taken', listener })
    problem = null
  }
  const read = (): ServerTls | TlsFault => {
    try {
      return prepareServerTls(current.settings, selfSigned)
    } catch (error) {
      return error instanceof TlsFault ? error : new TlsFault('', 'it failed')
    }
  }
  const judge = (settings: ListenerTls) => {
    const now = signOfFiles(filesOf(settings))
    const due = clock.monotonic() - takenMs >= renewEveryMs
    if (now === current.sign && !due) return
    const next = read()
    if (next instanceof TlsFault) {
      // Once is no fault yet: a certificate and its key are two files, and one is written first.
      if (waiting === now) tell(next.message)
      else waiting = now
      return
    }
    const ended = next.told.find(({ untilMs }, at) => untilMs <= clock.now() && (current.told[at]?.untilMs ?? 0) > untilMs)
    if (ended) return tell(`the new certificate for ${ended.names[0] ?? ended.issuer} has ended already`)
    take(next)
  }
  const endings = createEndings()
  const look = () => {
    judge(current.settings)
    for (const ending of endings(current.told, clock.now())) onNews({ kind: 'ends', listener, ...ending })
    stop = clock.after(lookEveryMs, look)
  }
  stop = clock.after(lookEveryMs, look)

  return {
    current: () => current,
    state: () => ({ certificates: current.told, problem }),
    change: take,
    close: () => stop(),
  }
}
