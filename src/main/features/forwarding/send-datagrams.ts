/** Sends messages over UDP, one a datagram, one after the other. Nobody says whether they arrive; only a closed port is noticed. */
import { createSocket } from 'node:dgram'
import { systemClock } from '../../../ports/clock.ts'
import { refuseCredentials } from '../../../ports/outgoing/judge-address.ts'
import { judgeHost, resolveHost } from '../../../ports/outgoing/resolve-host.ts'

export interface DatagramOptions {
  host: string
  port: number
  /** After the last datagram, so that a refusal can come back. */
  settleMs: number
}

/** Rejects where the host is not found, or this machine or the receiver's refuses. */
export const sendDatagrams = async (messages: readonly Buffer[], options: DatagramOptions, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  judgeHost(options.host, refuseCredentials)
  const { address, family } = await resolveHost(options.host, refuseCredentials)
  signal.throwIfAborted()
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => {})
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  socket.on('error', reject)
  const sendAll = async () => {
    // A connected socket is told when nobody listens (RFC 1122, 4.1.3.3).
    await new Promise<void>((connected) => socket.connect(options.port, address, connected))
    for (const message of messages) {
      signal.throwIfAborted()
      await new Promise<void>((sent, refused) => socket.send(message, (error) => (error ? refused(error) : sent())))
    }
    await systemClock.sleep(options.settleMs, signal)
  }
  try {
    await Promise.race([sendAll(), failed])
  } finally {
    signal.removeEventListener('abort', abort)
    socket.close()
  }
}
