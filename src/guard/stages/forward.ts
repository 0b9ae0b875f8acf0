/** Chooses a target and sends the request on to it; where it cannot be reached, to another. */
import type { Clock } from '../../ports/clock.ts'
import type { Exchange } from '../exchange.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Refusal } from '../refusal.ts'
import type { Stage } from '../stage.ts'
import { mayBeSentAgain, mayBeSentElsewhere } from '../upstream/forward-faults.ts'
import type { ForwardingParts } from '../upstream/forwarding.ts'
import { Forwarding } from '../upstream/forwarding.ts'
import type { Target } from '../upstream/target.ts'
import { mostWaiting } from '../upstream/target.ts'
import { tunnel } from '../upstream/tunnel.ts'

const noTarget: Refusal = { code: 'no-target', title: 'The service is not there at the moment.', headers: ['retry-after', '5'] }
const tooBusy: Refusal = { code: 'busy', title: 'The service is too busy.', headers: ['retry-after', '1'] }

const hashKeyOf = ({ route, source, consumer, path, request }: Exchange): string => {
  const { balance, hashBy } = route!.group.upstream
  if (balance !== 'hash') return ''
  if (hashBy === 'consumer') return consumer?.id ?? source
  if (hashBy === 'path') return path
  if (hashBy.startsWith('header:')) return String(request.headers[hashBy.slice('header:'.length).toLowerCase()] ?? source)
  return source
}

/** Where the request goes, and what stands in its way. */
export const targetFor = (exchange: Exchange): Target | Refusal => {
  const { route } = exchange
  if (route!.added === null)
    return { code: 'no-target', title: 'The service cannot be used at the moment.', reason: 'a key to put in cannot be had' }
  const target = route!.group.choose(hashKeyOf(exchange), [])
  if (!target) return noTarget
  return target.pool.waiting >= mostWaiting ? tooBusy : target
}

export const createForward = (pipelineOf: () => Pipeline, clock: Clock): Stage => {
  const partsWith = (tried: readonly Target[]): ForwardingParts => ({
    clock,
    pipeline: pipelineOf(),
    next: (exchange, target, code, sentBody) => {
      const again = mayBeSentAgain(code, exchange.request.method!) && tried.length === 0
      if (sentBody || exchange.response.destroyed || !(again || mayBeSentElsewhere(code))) return null
      const all = [...tried, target]
      const next = exchange.route!.group.choose(hashKeyOf(exchange), all) ?? (again ? target : null)
      return next && (() => new Forwarding(partsWith(all), exchange, next).send())
    },
  })
  let first: ForwardingParts | null = null

  return {
    name: 'forward',
    why: 'when all have let it by',
    fails: 'closed',
    decides: false,
    request: (exchange) => {
      const { request, response } = exchange
      const target = targetFor(exchange)
      if ('code' in target) return target
      if (exchange.upgrade) {
        tunnel(exchange, target, pipelineOf(), clock)
        return null
      }
      // RFC 9110, 10.1.1: with HTTP/1.0 it means nothing.
      if (request.headers.expect !== undefined && request.httpVersionMinor > 0) response.writeContinue()
      new Forwarding((first ??= partsWith([])), exchange, target).send()
      return null
    },
  }
}
