/** Reads on for a moment what a caller still sends of a body that nobody wants: closing at once would take the answer back (RFC 9112, 9.6). */
import type { IncomingMessage } from 'node:http'
import type { Clock } from '../ports/clock.ts'
import { hasBody } from './upstream/request-body.ts'

const lingerMs = 1_000

/** True where nothing of the body is left to come. */
export const isWholeRequest = (request: IncomingMessage): boolean => request.complete || !hasBody(request)

/** `done` is called when the rest has come, the caller has gone, or the time is over: true where all has come. */
export const linger = (request: IncomingMessage, clock: Clock, done: (whole: boolean) => void): void => {
  let over = false
  const finish = () => {
    if (over) return
    over = true
    stop()
    request.off('end', finish).off('close', finish)
    done(request.complete)
  }
  const stop = clock.after(lingerMs, finish)
  request.on('end', finish).on('close', finish)
  request.resume()
}
