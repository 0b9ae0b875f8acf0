/**
 * The connections to one target: one request on each at a time, the one used last is used first, and beyond their number
 * requests wait in order, for a while. (undici's own pool looks through all of its clients for each request, and lets
 * what waits wait for ever.)
 */
import { Client } from 'undici'
import type { buildConnector, Dispatcher } from 'undici'
import type { Clock } from '../../ports/clock.ts'
import { UnaskedContinue } from './unasked-continue.ts'

export interface PoolOptions {
  connections: number
  /** A connection is made anew after so long. */
  recycleMs: number
  connect: buildConnector.connector
  clock: Clock
}

/** Has to call `release` when it is over, in whatever way, once it was dispatched. */
export interface Passenger extends Dispatcher.DispatchHandler {
  /** It was not dispatched and never will be: it waited too long. */
  onWaitedTooLong(): void
}

interface Seat {
  client: Client
  interim: UnaskedContinue
  madeMs: number
}
interface Waiting {
  options: Dispatcher.DispatchOptions
  passenger: Passenger
  stop(): void
}

const mostHeaderBytes = 64 * 1024
const keepAliveMs = 30_000

export class ConnectionPool {
  readonly #origin: string
  readonly #options: PoolOptions
  readonly #idle: Seat[] = []
  readonly #busy = new Map<Passenger, Seat>()
  readonly #queue: Waiting[] = []
  #closed = false

  constructor(origin: string, options: PoolOptions) {
    this.#origin = origin
    this.#options = options
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Throws where the request is none that can be sent; it holds no connection then. `waitMs`: at most, for a free one. */
  dispatch(options: Dispatcher.DispatchOptions, passenger: Passenger, waitMs: number): void {
    const seat = this.#idle.pop() ?? (this.#busy.size < this.#options.connections ? this.#open() : null)
    if (seat) return this.#board(seat, options, passenger)
    const stop = this.#options.clock.after(waitMs, () => {
      this.leave(passenger)
      passenger.onWaitedTooLong()
    })
    this.#queue.push({ options, passenger, stop })
  }

  release(passenger: Passenger): void {
    const seat = this.#busy.get(passenger)
    if (!seat) return
    this.#busy.delete(passenger)
    this.#use(seat)
  }

  /** Of those that wait; for others it does nothing. */
  leave(passenger: Passenger): void {
    const at = this.#queue.findIndex((one) => one.passenger === passenger)
    if (at >= 0) this.#queue.splice(at, 1)[0]!.stop()
  }

  /** What is under way or waits is still served. */
  close(): void {
    this.#closed = true
    for (const { client } of this.#idle.splice(0)) closeClient(client)
  }

  #open(): Seat {
    const { clock } = this.#options
    const interim = new UnaskedContinue(mostHeaderBytes)
    const client = new Client(this.#origin, {
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: mostHeaderBytes,
      connect: (options, connected) =>
        this.#options.connect(options, (...[error, socket]) => {
          if (error) return connected(error, null)
          interim.attachTo(socket)
          connected(null, socket)
        }),
      keepAliveTimeout: keepAliveMs,
    })
    return { client, interim, madeMs: clock.monotonic() }
  }

  #board(seat: Seat, options: Dispatcher.DispatchOptions, passenger: Passenger): void {
    this.#busy.set(passenger, seat)
    seat.interim.expectHead()
    try {
      seat.client.dispatch(options, passenger)
    } catch (error) {
      this.release(passenger)
      throw error
    }
  }

  #use(seat: Seat): void {
    const { clock, recycleMs } = this.#options
    const next = this.#queue.shift()
    const old = clock.monotonic() - seat.madeMs >= recycleMs
    if (old) closeClient(seat.client)
    if (next) {
      next.stop()
      try {
        this.#board(old ? this.#open() : seat, next.options, next.passenger)
      } catch (error) {
        next.passenger.onResponseError?.(noControl, error as Error)
      }
    } else if (this.#closed) closeClient(seat.client)
    else if (!old) this.#idle.push(seat)
  }
}

const noControl = null as unknown as Dispatcher.DispatchController

const closeClient = (client: Client): void => {
  client.close().catch(() => {})
}
