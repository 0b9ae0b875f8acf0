/** Tells the guard's figures to Prometheus where the policy says so: on a port of its own, against the token that it names. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Logger } from '../../ports/logger.ts'
import { isAddress } from '../../shared/network-address.ts'
import type { MetricsSettings } from '../../shared/policy.ts'
import { metricsSchema } from '../../shared/policy.ts'
import type { AdminServer, Refused } from './admin-server.ts'
import { openAdminServer } from './admin-server.ts'
import type { Metric } from './prometheus-text.ts'

export interface MetricsListenerOptions {
  metrics(): Metric[]
  /** What a reference of the policy stands for; null where it cannot be had now. */
  secretOf(reference: string): string | null
  logger: Logger
}

export type Prepared = { ok: true; keep(): void; drop(): Promise<void> } | { ok: false; fault: { path: string; message: string } }

export interface MetricsListener {
  /** Opens what a policy asks for. `keep`: by it from now on; `drop`: as before. One at a time. */
  prepare(policy: unknown): Promise<Prepared>
  isOpen(): boolean
  close(): Promise<void>
}

interface Open {
  settings: MetricsSettings
  server: AdminServer
}

const partOfPolicy = z.object({ metrics: metricsSchema.nullable().default(null) })
const digest = (text: string): Buffer => hash('sha256', text, 'buffer')
/** A page that had its own name point at this machine would send that name. */
const isOwnName = (host: string | undefined): boolean => {
  const name = host?.replace(/:\d+$/, '').replace(/^\[(.+)\]$/, '$1')
  return name !== undefined && (name === 'localhost' || isAddress(name))
}

const refusalOf = (
  { headers }: IncomingMessage,
  { token }: MetricsSettings,
  secretOf: MetricsListenerOptions['secretOf'],
): Refused | null => {
  if (token === null) return isOwnName(headers.host) ? null : { status: 421, text: 'Ask by address, or have a token asked for.' }
  const secret = secretOf(token)
  if (secret === null) return { status: 503, text: 'The token cannot be had now: open the vault.' }
  const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (given !== undefined && timingSafeEqual(digest(given), digest(secret))) return null
  return { status: 401, text: 'A token is needed here.', headers: { 'www-authenticate': 'Bearer realm="gatehouse-metrics"' } }
}

export const createMetricsListener = ({ metrics, secretOf, logger }: MetricsListenerOptions): MetricsListener => {
  let current: Open | null = null

  const open = async (settings: MetricsSettings): Promise<Open> => {
    const answers = { health: null, metrics, refuse: (request: IncomingMessage) => refusalOf(request, settings, secretOf) }
    return { settings, server: await openAdminServer(settings, answers) }
  }
  const openAgain = async (settings: MetricsSettings): Promise<void> => {
    try {
      current = await open(settings)
    } catch (error) {
      logger.error({ err: error }, 'the figures for Prometheus are told no more: their port was lost')
    }
  }
  const nothing = { ok: true, keep: () => {}, drop: async () => {} } as const

  return {
    prepare: async (policy) => {
      const wanted = partOfPolicy.safeParse(policy)
      // What is not good in it, the policy is refused for.
      if (!wanted.success) return nothing
      const next = wanted.data.metrics
      const former = current
      if (JSON.stringify(next) === JSON.stringify(former?.settings ?? null)) return nothing
      // One port is not opened twice, whatever the address.
      const givesWay = former !== null && next?.port === former.settings.port
      if (givesWay) {
        current = null
        await former.server.close()
      }
      let opened: Open | null
      try {
        opened = next && (await open(next))
      } catch (error) {
        if (givesWay) await openAgain(former.settings)
        const { code, message } = error as NodeJS.ErrnoException
        return {
          ok: false,
          fault: { path: 'metrics.port', message: code === 'EADDRINUSE' ? 'this port is in use by another program' : message },
        }
      }
      return {
        ok: true,
        keep: () => {
          if (!givesWay) void former?.server.close()
          current = opened
        },
        drop: async () => {
          await opened?.server.close()
          if (givesWay) await openAgain(former.settings)
        },
      }
    },
    isOpen: () => current !== null,
    close: async () => {
      await current?.server.close()
      current = null
    },
  }
}
