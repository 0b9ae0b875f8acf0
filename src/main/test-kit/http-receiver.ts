/** A receiver of HTTP requests on a real socket, which answers as a test tells it to. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A status; with headers and text; or what a network does: closed without an answer, or no answer at all. */
export type Answer = number | { status: number; headers?: Record<string, string>; text?: string } | 'close' | 'stall'

export interface HttpReceiverOptions {
  answer?: (received: Received) => Answer
  certificate?: { certPem: string; keyPem: string }
  port?: number
}

export const startHttpReceiver = async ({ answer = () => 204, certificate, port = 0 }: HttpReceiverOptions = {}) => {
  const received: Received[] = []
  const server = certificate ? createSecureServer({ cert: certificate.certPem, key: certificate.keyPem }) : createServer()
  server.on('request', (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      received.push(one)
      const told = answer(one)
      if (told === 'close') return request.socket.destroy()
      if (told === 'stall') return
      const { status, headers = {}, text = '' } = typeof told === 'number' ? { status: told } : told
      response.writeHead(status, headers).end(text)
    })
  })
  server.on('tlsClientError', () => {})
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise((closed) => server.close(closed))
  }
  onTestFinished(stop)
  const { port: bound } = server.address() as AddressInfo
  return { port: bound, url: `${certificate ? 'https' : 'http'}://127.0.0.1:${bound}`, received, stop }
}
