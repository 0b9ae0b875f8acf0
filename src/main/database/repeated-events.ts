/**
 * Enters events that somebody can repeat at will: up to ten a minute of a kind singly, those beyond as one entry per ten
 * seconds with their count, so that a flood can neither fill the disk nor hide. Nothing of it is lost but by a kill.
 */
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import { severities } from '../../shared/contract/audit-filter.ts'
import type { AuditEvent, By, Database } from './database.ts'
import { sourceNetwork } from './source-network.ts'

/** Which events are equal: the same class from the same network, on the same route, by the same consumer. */
export interface RepeatKey {
  /** The threat class, or the action; never a text that a stranger can choose. */
  class: string
  /** An address; IPv6 is cut to its /64. */
  source: string
  route?: string | null
  consumer?: string | null
}

export interface RepeatedEvents {
  /** Resolves once it is entered, or counted for the entry that follows within ten seconds. Never rejects. */
  append(by: By, event: AuditEvent, key: RepeatKey): Promise<void>
  /** Enters what still waits. From then on nothing is gathered. */
  close(): Promise<void>
}

const singlyAMinute = 10
const minuteMs = 60_000
const gatherMs = 10_000
const mostKeys = 10_000
const sweepEveryMs = 1000
const severalSources = 'several sources'
const rank = ({ severity = 'info' }: AuditEvent): number => severities.indexOf(severity)

interface Gathered {
  /** Of the newest of the most severe. */
  by: By
  event: AuditEvent
  count: number
  firstAtMs: number
  lastAtMs: number
  /** Undefined where they are not the same. */
  source: string | undefined
}

interface Kind {
  network: string
  /** Of the monotonic clock: of the last minute's single entries. */
  singlesAtMs: number[]
  gathered: Gathered | null
  cancel: (() => void) | null
}

export const createRepeatedEvents = ({
  database,
  clock,
  logger,
}: {
  database: Pick<Database, 'append'>
  clock: Clock
  logger: Logger
}): RepeatedEvents => {
  const kinds = new Map<string, Kind>()
  /** One for each class, for those beyond the keys that are told apart. */
  const overflow = new Map<string, Kind>()
  const writing = new Set<Promise<void>>()
  let sweptAtMs = -Infinity
  let closed = false

  const isIdle = ({ singlesAtMs, gathered }: Kind, nowMs: number): boolean =>
    gathered === null && (singlesAtMs.at(-1) ?? -Infinity) <= nowMs - minuteMs
  const sweep = (nowMs: number): void => {
    if (nowMs - sweptAtMs < sweepEveryMs) return
    sweptAtMs = nowMs
    for (const [key, kind] of kinds) if (isIdle(kind, nowMs)) kinds.delete(key)
  }
  const kindIn = (known: Map<string, Kind>, key: string, network: string): Kind => {
    let kind = known.get(key)
    if (!kind) {
      kind = { network, singlesAtMs: [], gathered: null, cancel: null }
      known.set(key, kind)
    }
    return kind
  }
  const kindOf = (key: RepeatKey): Kind => {
    const network = sourceNetwork(key.source)
    const name = JSON.stringify([key.class, network, key.route ?? null, key.consumer ?? null])
    if (!kinds.has(name) && kinds.size >= mostKeys) sweep(clock.monotonic())
    return kinds.has(name) || kinds.size < mostKeys ? kindIn(kinds, name, network) : kindIn(overflow, key.class, severalSources)
  }

  const isSingle = (kind: Kind): boolean => {
    if (kind.gathered) return false
    const nowMs = clock.monotonic()
    kind.singlesAtMs = kind.singlesAtMs.filter((atMs) => nowMs - atMs < minuteMs)
    if (kind.singlesAtMs.length >= singlyAMinute) return false
    kind.singlesAtMs.push(nowMs)
    return true
  }

  const gather = (kind: Kind, { by, event, count, firstAtMs, lastAtMs, source }: Gathered): void => {
    const before = kind.gathered
    // A flood of what is harmless must not hide what is not.
    const told = before && rank(before.event) > rank(event) ? before : { by, event }
    kind.gathered = {
      by: told.by,
      event: told.event,
      count: (before?.count ?? 0) + count,
      firstAtMs: Math.min(before?.firstAtMs ?? firstAtMs, firstAtMs),
      lastAtMs: Math.max(before?.lastAtMs ?? lastAtMs, lastAtMs),
      source: before && before.source !== source ? undefined : source,
    }
    kind.cancel ??= clock.after(gatherMs, () => void enterGathered(kind))
  }

  const enter = async (kind: Kind, { by, event, count, firstAtMs, lastAtMs, source }: Gathered): Promise<void> => {
    const times = count > 1 ? { firstAtMs, lastAtMs } : {}
    await database.append(
      { ...by, source: source ?? kind.network, requestId: count > 1 ? null : by.requestId },
      { ...event, count, detail: { ...event.detail, ...times } },
    )
  }
  /** What could not be entered (a full disk, a full queue) is counted with what follows, and tried again. */
  const enterOrKeep = async (kind: Kind, gathered: Gathered): Promise<void> => {
    try {
      await enter(kind, gathered)
    } catch (error) {
      const { event, count } = gathered
      logger.error({ err: error, action: event.action, count }, 'repeated events could not be entered in the log')
      if (!closed) gather(kind, gathered)
    }
  }
  const track = (work: Promise<void>): Promise<void> => {
    const done = work.finally(() => writing.delete(done))
    writing.add(done)
    return done
  }
  const enterGathered = (kind: Kind): Promise<void> => {
    kind.cancel?.()
    kind.cancel = null
    const { gathered } = kind
    kind.gathered = null
    return gathered ? track(enterOrKeep(kind, gathered)) : Promise.resolve()
  }

  return {
    append: async (by, event, key) => {
      const atMs = clock.now()
      const one: Gathered = { by, event, count: event.count ?? 1, firstAtMs: atMs, lastAtMs: atMs, source: by.source }
      const kind = kindOf(key)
      if (closed || isSingle(kind)) await track(enterOrKeep(kind, one))
      else gather(kind, one)
    },
    close: async () => {
      await Promise.all(writing)
      closed = true
      await Promise.all([...kinds.values(), ...overflow.values()].map(enterGathered))
    },
  }
}
