/** The body of a request on its way to a target: counted, bounded, no slower than it may be, and ended without ending the caller's connection. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { Clock } from '../../ports/clock.ts'
import { countPassed } from './body-garbage.ts'

export type BodyFault = 'BODY_TOO_LARGE' | 'BODY_TOO_SLOW' | 'BODY_BROKEN_OFF'

const fault = (code: BodyFault): Error => Object.assign(new Error(code), { code })

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/**
 * The client library destroys a body that it has no more use for. The request itself must survive that: its connection
 * still has an answer to carry.
 */
export class RequestBody extends Readable {
  /** That have come so far. */
  bytes = 0
  readonly #request: IncomingMessage
  readonly #mostBytes: number
  readonly #idleMs: number
  readonly #clock: Clock
  #waiting = false
  #lastMs: number
  #stopWatch: () => void

  constructor(request: IncomingMessage, { mostBytes, idleMs, clock }: { mostBytes: number; idleMs: number; clock: Clock }) {
    super()
    this.#request = request
    this.#mostBytes = mostBytes
    this.#idleMs = idleMs
    this.#clock = clock
    this.#lastMs = clock.monotonic()
    this.#stopWatch = clock.after(idleMs, this.#look)
    request.on('data', this.#take).on('end', this.#end).on('close', this.#closed)
    request.pause()
  }

  override _read(): void {
    if (!this.#waiting) this.#lastMs = this.#clock.monotonic()
    this.#waiting = true
    this.#request.resume()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stopWatch()
    this.#request.off('data', this.#take).off('end', this.#end).off('close', this.#closed)
    done(error)
  }

  /** One timer for the whole body: what has come meanwhile only puts it off. */
  #look = (): void => {
    const idleMs = this.#waiting ? this.#clock.monotonic() - this.#lastMs : 0
    if (idleMs >= this.#idleMs) this.destroy(fault('BODY_TOO_SLOW'))
    else this.#stopWatch = this.#clock.after(this.#idleMs - idleMs, this.#look)
  }

  #take = (chunk: Buffer): void => {
    this.bytes += chunk.length
    this.#lastMs = this.#clock.monotonic()
    if (this.bytes > this.#mostBytes) return void this.destroy(fault('BODY_TOO_LARGE'))
    countPassed(chunk.length)
    if (this.push(chunk)) return
    this.#waiting = false
    this.#request.pause()
  }

  #end = (): void => {
    this.#waiting = false
    this.push(null)
  }

  #closed = (): void => {
    if (!this.#request.complete) this.destroy(fault('BODY_BROKEN_OFF'))
  }
}
