/** Syslog receivers on real sockets: TCP and TLS with octet counting, and UDP. They read to the end and then close, as receivers do. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'

/** What becomes of a connection: read to its end; cut off after some bytes; never read; closed at once. */
export type Fate = 'read' | 'cut' | 'stall' | 'refuse'

export interface StreamReceiverOptions {
  certificate?: { certPem: string; keyPem: string }
  port?: number
  /** Of the next connection. */
  fate?: () => Fate
}

/** The frames that are whole, and what is left. */
export const unframe = (bytes: Buffer): { messages: string[]; rest: Buffer } => {
  const messages: string[] = []
  let rest = bytes
  for (;;) {
    const space = rest.indexOf(0x20)
    if (space < 0) return { messages, rest }
    const length = Number(rest.subarray(0, space).toString('latin1'))
    if (!Number.isSafeInteger(length)) throw new Error(`No length: ${rest.subarray(0, space).toString()}`)
    const end = space + 1 + length
    if (rest.length < end) return { messages, rest }
    messages.push(rest.subarray(space + 1, end).toString())
    rest = rest.subarray(end)
  }
}

export const startStreamReceiver = async ({ certificate, port = 0, fate = () => 'read' }: StreamReceiverOptions = {}) => {
  const messages: string[] = []
  const open = new Set<Socket>()
  let connections = 0
  const take = (socket: Socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    const doom = fate()
    if (doom === 'refuse') return socket.destroy()
    if (doom === 'stall') return socket.pause()
    let kept = Buffer.alloc(0)
    let cut = false
    socket.on('data', (chunk: Buffer) => {
      if (cut) return
      kept = Buffer.concat([kept, chunk])
      const { messages: whole, rest } = unframe(kept)
      kept = Buffer.from(rest)
      if (doom === 'cut') {
        cut = true
        // Some of them it has, and nobody can know which.
        messages.push(...whole.slice(0, Math.ceil(whole.length / 2)))
        socket.resetAndDestroy()
      } else messages.push(...whole)
    })
  }
  const server: Server = certificate ? createTlsServer({ cert: certificate.certPem, key: certificate.keyPem }, take) : createServer(take)
  server.on('tlsClientError', () => {})
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    for (const socket of open) socket.destroy()
    if (server.listening) await new Promise((closed) => server.close(closed))
  }
  onTestFinished(stop)
  return { port: (server.address() as AddressInfo).port, messages, connections: () => connections, stop }
}

export const startDatagramReceiver = async () => {
  const messages: string[] = []
  const sizes: number[] = []
  const socket = createSocket('udp4')
  socket.on('message', (bytes) => {
    messages.push(bytes.toString())
    sizes.push(bytes.length)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return { port: socket.address().port, messages, sizes }
}

/** A port on which nobody listens. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
