/** A connection of which a test says every byte and reads every byte. */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterTest } from './running-guard.ts'

export interface Conversation {
  socket: Socket
  /** What has come so far, as Latin-1. */
  text(): string
  say(text: string | Buffer): void
  /** Once what has come matches. */
  until(pattern: RegExp): Promise<string>
  /** Once the other end has closed: all that came. */
  end(): Promise<string>
}

export const converse = (port: number, first = ''): Conversation => {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  let closed = false
  let look = () => {}
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1')
    look()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
    look()
  })
  afterTest(() => void socket.destroy())
  if (first !== '') socket.write(first, 'latin1')
  const when = (done: () => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      look = () => {
        if (done()) resolve(heard)
        else if (closed) reject(new Error(`The connection ended with: ${heard}`))
      }
      look()
    })
  return {
    socket,
    text: () => heard,
    say: (text) => void socket.write(text, 'latin1'),
    until: (pattern) => when(() => pattern.test(heard)),
    end: () => when(() => closed),
  }
}
