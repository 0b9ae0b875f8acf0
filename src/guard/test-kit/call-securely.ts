/** Calls over TLS, and bare handshakes. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { get as ask } from 'node:https'
import type { RequestOptions } from 'node:https'
import { connect } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { z } from 'zod'
import type { listenerTlsSchema } from '../../shared/tls-settings.ts'
import type { PolicyInput } from './running-guard.ts'
import { afterTest } from './running-guard.ts'
import type { TlsFiles } from './tls-files.ts'

export type TlsInput = z.input<typeof listenerTlsSchema>

export const fromFiles = ({ certificate, key }: TlsFiles) => ({ kind: 'files' as const, certificate, key })
export const listeningSecurely = (tls: TlsInput): PolicyInput['listeners'] => [{ id: 'main', port: 0, tls }]

/** Each on a connection of its own. */
export const callSecurely = (port: number, options: RequestOptions): Promise<{ answer: IncomingMessage; text: string }> =>
  new Promise((resolve, reject) => {
    ask({ port, host: '127.0.0.1', servername: 'localhost', agent: false, ...options }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve({ answer, text }))
      answer.on('error', reject)
    }).on('error', reject)
  })

export const shakeHands = async (port: number, options: ConnectionOptions): Promise<TLSSocket> => {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ...options })
  afterTest(() => void socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}
