/**
 * Sends bytes over TCP or TLS on a connection of its own, and learns whether they were read. Syslog has no acknowledgement,
 * so that the end of the connection has to do: all is written and drained, the receiver is still there, we close our half, and
 * the receiver, who reads to the end, closes the other. Who closes before, or breaks off, may not have read everything.
 */
import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { systemClock } from '../../../ports/clock.ts'
import { NotConfirmed, TooSlow } from '../../../ports/outgoing/problem-words.ts'
import { refuseCredentials } from '../../../ports/outgoing/judge-address.ts'
import { guardedLookup, judgeHost } from '../../../ports/outgoing/resolve-host.ts'

export interface StreamOptions {
  host: string
  port: number
  /** Null: without TLS. */
  trust: SecureContext | null
  /** Without a sign of the receiver for so long: given up. */
  silenceMs: number
  /** Between the last byte and the end, so that a receiver that goes away in the middle is seen to. */
  settleMs: number
}

/** Silences in all, so that a receiver that talks without end holds nobody up. */
const longestSilences = 6

const connect = ({ host, port, trust }: StreamOptions): { socket: Socket; ready: string } => {
  judgeHost(host, refuseCredentials)
  const to = { host, port, lookup: guardedLookup(refuseCredentials) }
  if (!trust) return { socket: connectTcp(to), ready: 'connect' }
  // An address is no server name (RFC 6066, 3); it is compared with the certificate all the same.
  const servername = isIP(host) ? undefined : host
  return { socket: connectTls({ ...to, servername, secureContext: trust, rejectUnauthorized: true }), ready: 'secureConnect' }
}

/** Rejects with what went wrong; see `problemOf`. */
export const sendOverStream = async (bytes: Buffer, options: StreamOptions, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  const { socket, ready } = connect(options)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let allSent = false
  const abort = () => socket.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  const cancelLimit = systemClock.after(options.silenceMs * longestSilences, () => socket.destroy(new TooSlow()))
  socket.setTimeout(options.silenceMs, () => socket.destroy(new TooSlow()))
  socket.on('error', reject)
  socket.on('end', () => {
    if (!allSent) socket.destroy(new NotConfirmed())
  })
  socket.on('close', () => {
    if (allSent) resolve()
    else reject(new NotConfirmed())
  })
  socket.once(ready, () =>
    socket.write(bytes, () =>
      systemClock.after(options.settleMs, () => {
        if (socket.destroyed || socket.readableEnded) return
        allSent = true
        socket.end()
      }),
    ),
  )
  // What a receiver says is not looked at, but its end must be seen.
  socket.resume()
  try {
    await promise
  } finally {
    cancelLimit()
    signal.removeEventListener('abort', abort)
    socket.destroy()
  }
}
