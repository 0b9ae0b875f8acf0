/** The ports of a policy: what stays the same keeps its connections, and either all that is new opens or nothing changes. */
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../ports/clock.ts'
import type { Policy } from '../shared/policy.ts'
import type { ListenerTlsState } from '../shared/tls-state.ts'
import type { Listener, ListenerOptions } from './listener.ts'
import { openListener } from './listener.ts'
import type { CertificateNews } from './tls/certificate-news.ts'
import type { SelfSigned } from './tls/self-signed.ts'
import type { ServerTls } from './tls/server-tls.ts'
import { prepareServerTls } from './tls/server-tls.ts'
import { TlsFault } from './tls/tls-files.ts'
import type { TlsKeeper } from './tls/tls-keeper.ts'
import { keepTls } from './tls/tls-keeper.ts'

type Settings = Policy['listeners'][number]
export interface Fault {
  path: string
  message: string
}

export interface ListenerTableOptions {
  clock: Clock
  selfSigned: SelfSigned
  /** What every listener is opened with. */
  common: Omit<ListenerOptions, 'host' | 'port' | 'bounds' | 'tls' | 'onRequest' | 'onUpgrade'>
  serve(listener: string): Pick<ListenerOptions, 'onRequest' | 'onUpgrade'>
  onNews(news: CertificateNews): void
}

export type Prepared = { ok: true; keep(): void } | { ok: false; faults: Fault[] }

const listenFaults: Record<string, string> = {
  EADDRINUSE: 'this port is in use by another program',
  EACCES: 'this port is not free to be used by this user',
  EADDRNOTAVAIL: 'this machine has no such address',
}
const closeGraceMs = 10_000

interface Open {
  settings: Settings
  listener: Listener
  tls: TlsKeeper | null
}

export const createListenerTable = ({ clock, selfSigned, common, serve, onNews }: ListenerTableOptions) => {
  const table = new Map<string, Open>()

  const openOne = async (settings: Settings, bounds: Policy['bounds'], tls: ServerTls | null): Promise<Open> => {
    const { id, host, port } = settings
    const listener = await openListener({ ...common, ...serve(id), host, port, bounds, tls })
    const keeper =
      tls &&
      keepTls(tls, {
        clock,
        selfSigned,
        onChange: (current) => listener.changeTls(current),
        listener: id,
        onNews,
      })
    return { settings, listener, tls: keeper }
  }
  const closeOne = ({ listener, tls }: Open, graceMs: number): Promise<void> => {
    tls?.close()
    return listener.close(graceMs)
  }
  const staysOpen = ({ id, host, port, tls }: Settings): boolean => {
    const known = table.get(id)
    return known?.settings.host === host && known.settings.port === port && (known.tls === null) === (tls === null)
  }
  /** Another of ours that has to leave the port first: whoever speaks to it in plain text will not be understood there any more. */
  const inTheWay = ({ host, port }: Settings): Open | undefined =>
    port === 0 ? undefined : [...table.values()].find(({ settings, listener }) => settings.host === host && listener.port === port)

  const faultOf = (at: number, error: unknown): Fault => {
    if (error instanceof TlsFault)
      return { path: `listeners.${at}.tls${error.path === '' ? '' : `.${error.path}`}`, message: error.message }
    const { code, message } = error as NodeJS.ErrnoException
    return { path: `listeners.${at}.port`, message: listenFaults[code ?? ''] ?? message }
  }

  const prepare = async (policy: Policy, boundsBefore: Policy['bounds'] | null): Promise<Prepared> => {
    const opened = new Map<string, Open>()
    const read = new Map<string, ServerTls>()
    const left: Open[] = []
    const faults: Fault[] = []
    for (const [at, { id, tls }] of policy.listeners.entries()) {
      try {
        const known = table.get(id)?.tls?.current()
        // Files that are not good just now must not keep another part of the policy from being changed.
        if (tls) read.set(id, known && isDeepStrictEqual(known.settings, tls) ? known : prepareServerTls(tls, selfSigned))
      } catch (error) {
        faults.push(faultOf(at, error))
      }
    }
    const missing = [...policy.listeners.entries()].filter(([, settings]) => !staysOpen(settings))
    // Those in whose way one of ours is come last, when all else is known to be well.
    for (const [at, settings] of missing.toSorted(([, a], [, b]) => Number(Boolean(inTheWay(a))) - Number(Boolean(inTheWay(b))))) {
      if (faults.length > 0) break
      try {
        const other = inTheWay(settings)
        if (other) {
          left.push(other)
          void closeOne(other, closeGraceMs)
        }
        opened.set(settings.id, await openOne(settings, policy.bounds, read.get(settings.id) ?? null))
      } catch (error) {
        faults.push(faultOf(at, error))
      }
    }
    if (faults.length > 0) {
      await Promise.all([...opened.values()].map((one) => closeOne(one, 0)))
      for (const { settings, tls } of left) {
        const again = await openOne(settings, boundsBefore ?? policy.bounds, tls?.current() ?? null).catch(() => null)
        if (again) table.set(settings.id, again)
      }
      return { ok: false, faults }
    }
    return { ok: true, keep: () => keep(policy, opened, read) }
  }

  const keep = (policy: Policy, opened: ReadonlyMap<string, Open>, read: ReadonlyMap<string, ServerTls>): void => {
    const wanted = new Map(policy.listeners.map((settings) => [settings.id, settings]))
    for (const [id, known] of table) {
      const settings = wanted.get(id)
      if (!settings || opened.has(id)) {
        table.delete(id)
        void closeOne(known, closeGraceMs)
        continue
      }
      known.settings = settings
      known.listener.change(policy.bounds)
      const tls = read.get(id)
      if (tls && tls.settings !== known.tls?.current().settings) known.tls?.change(tls)
    }
    for (const [id, one] of opened) table.set(id, one)
  }

  return {
    prepare,
    ports: (): Record<string, number> => Object.fromEntries([...table].map(([id, { listener }]) => [id, listener.port])),
    tls: (): ListenerTlsState[] => [...table].flatMap(([id, { tls }]) => (tls ? [{ listener: id, ...tls.state() }] : [])),
    close: async (graceMs: number): Promise<void> => {
      await Promise.all([...table.values()].map((one) => closeOne(one, graceMs)))
    },
  }
}
