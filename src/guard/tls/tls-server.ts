/** A port that speaks TLS: bounded in the time of its handshake, with the certificate for the name that is asked for. */
import type { ServerOptions } from 'node:http'
import { createServer } from 'node:https'
import type { Server } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../ports/clock.ts'
import type { ServerTls } from './server-tls.ts'

export interface TlsServerOptions {
  http: ServerOptions
  clock: Clock
  first: ServerTls
  handshakeTimeoutMs(): number
  /** Speaks HTTP/2 on a connection. */
  serveHttp2(socket: TLSSocket): void
  onSecure(socket: TLSSocket): void
  onRefused(why: string, source: string): void
}

export interface TlsServer {
  server: Server
  /** For connections from now on; those that are open stay. */
  change(next: ServerTls): void
}

/** A connection is told apart by whom it comes from, as node:tls does not say which socket became which. */
const endOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/** What a peer says that only tries, or goes away: no reason to tell of it. */
const isSilent = (code: string | undefined): boolean => code === 'ECONNRESET' || code === 'EPIPE' || code === undefined

export const createTlsServer = (options: TlsServerOptions): TlsServer => {
  const { clock, onRefused } = options
  let current = options.first
  const shaking = new Map<string, () => void>()

  const server = createServer({
    ...options.http,
    ...options.first.options,
    // Judged here, so that a refusal is recorded whatever is wrong.
    requestCert: current.settings.clientCertificates !== null,
    rejectUnauthorized: false,
    // Ours, below, follows the policy.
    handshakeTimeout: 600_000,
    SNICallback: (name, done) => done(null, current.contextFor(name) ?? undefined),
    ALPNCallback: ({ protocols }) => {
      if (current.settings.http2 && protocols.includes('h2')) return 'h2'
      return protocols.includes('http/1.1') ? 'http/1.1' : protocols.includes('http/1.0') ? 'http/1.0' : undefined
    },
  })
  const [serveHttp1] = server.listeners('secureConnection') as [(socket: TLSSocket) => void]
  server.removeAllListeners('secureConnection')
  // It answers in plain text, into a connection that is not secure yet.
  server.removeAllListeners('tlsClientError')

  server.on('connection', (socket: Socket) => {
    const end = endOf(socket)
    const source = socket.remoteAddress ?? ''
    const stop = clock.after(options.handshakeTimeoutMs(), () => {
      onRefused('tls-handshake-timeout', source)
      socket.destroy()
    })
    const done = () => {
      stop()
      if (shaking.get(end) === done) shaking.delete(end)
    }
    shaking.set(end, done)
    socket.once('close', done)
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    if (!isSilent(error.code))
      onRefused(
        error
          .code!.replace(/^ERR_SSL_/, 'tls: ')
          .replaceAll('_', ' ')
          .toLowerCase(),
        socket.remoteAddress ?? '',
      )
    socket.destroy()
  })
  const clientFault = (socket: TLSSocket): string | null => {
    const { clientCertificates } = current.settings
    if (clientCertificates === null) return null
    // First of all: a session that is resumed without a certificate is `authorized`, too.
    if (socket.getPeerX509Certificate() === undefined) return clientCertificates.need === 'required' ? 'client certificate: none' : null
    return socket.authorized ? null : `client certificate: ${String(socket.authorizationError)}`
  }
  server.on('secureConnection', (socket: TLSSocket) => {
    shaking.get(endOf(socket))?.()
    const fault = clientFault(socket)
    if (fault !== null) {
      onRefused(fault, socket.remoteAddress ?? '')
      return void socket.destroy()
    }
    options.onSecure(socket)
    if (socket.alpnProtocol === 'h2') options.serveHttp2(socket)
    else serveHttp1.call(server, socket)
  })

  return {
    server,
    change: (next) => {
      current = next
      server.setSecureContext(next.options)
      // Read by node:tls for each new connection, though its types do not know it.
      Object.assign(server, { requestCert: next.settings.clientCertificates !== null })
    },
  }
}
