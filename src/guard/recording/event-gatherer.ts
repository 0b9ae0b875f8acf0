/** Events for the log, bounded: equal ones singly at first, then joined; a flood from everywhere becomes one of "many sources". */
import { bytesOfAddress } from '../../shared/network-address.ts'
import type { GuardEvent } from '../../shared/guard-protocol.ts'

const singlyPerMinute = 10
const joinForMs = 10_000
const mostKeys = 2_000
/** Of all kinds together: beyond it even first ones are joined. */
const mostSinglesPerSecond = 50

/** An IPv6 address is one of 2^64 that the same machine may have. */
export const sourceNetwork = (source: string): string => {
  const bytes = source.includes(':') ? bytesOfAddress(source) : null
  if (!bytes || bytes.length !== 16) return source
  const groups = [0, 2, 4, 6].map((at) => ((bytes[at]! << 8) | bytes[at + 1]!).toString(16))
  return `${groups.join(':')}::/64`
}

export const createEventGatherer = (monotonic: () => number) => {
  let ready: GuardEvent[] = []
  const joined = new Map<string, { event: GuardEvent; sinceMs: number }>()
  let singles = new Map<string, number>()
  let minute = -1
  let second = -1
  let thisSecond = 0

  const mayStandAlone = (key: string): boolean => {
    const nowMs = monotonic()
    if (Math.floor(nowMs / 60_000) !== minute) {
      minute = Math.floor(nowMs / 60_000)
      singles = new Map()
    }
    if (Math.floor(nowMs / 1000) !== second) {
      second = Math.floor(nowMs / 1000)
      thisSecond = 0
    }
    const before = singles.get(key)
    if (joined.has(key) || thisSecond >= mostSinglesPerSecond || (before ?? 0) >= singlyPerMinute) return false
    if (before === undefined && singles.size >= mostKeys) return false
    singles.set(key, (before ?? 0) + 1)
    thisSecond += 1
    return true
  }
  const join = (key: string, event: GuardEvent) => {
    const known = joined.get(key)
    if (!known) return void joined.set(key, { event: { ...event }, sinceMs: monotonic() })
    known.event.count += event.count
    known.event.lastAtMs = Math.max(known.event.lastAtMs, event.lastAtMs)
  }

  return {
    /** Never joined: what changes the state of the guard. */
    tell: (event: GuardEvent): void => void ready.push(event),
    /** Joined with its equals where there are many. */
    gather: (given: GuardEvent): void => {
      const event = { ...given, source: given.source === null ? null : sourceNetwork(given.source) }
      const { kind, code, source, route, consumer } = event
      const key = `${kind} ${code} ${source} ${route} ${consumer}`
      if (mayStandAlone(key)) ready.push({ ...event, source: given.source })
      else if (joined.has(key) || joined.size < mostKeys) join(key, event)
      else join(`${kind} ${code}`, { ...event, source: null, route: null, consumer: null, requestId: null, detail: { sources: 'many' } })
    },
    /** What is to be sent now; `all`: also what would still be joined. */
    take: (all = false): GuardEvent[] => {
      for (const [key, { event, sinceMs }] of joined) {
        if (!all && monotonic() - sinceMs < joinForMs) continue
        joined.delete(key)
        ready.push(event)
      }
      const taken = ready
      ready = []
      return taken
    },
    size: (): number => ready.length,
  }
}
