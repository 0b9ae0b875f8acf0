/** Drops the oldest part of the log by age and size: raises the horizon, then deletes below it a few milliseconds at a time. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { RetentionState } from '../../../shared/contract/audit-export.ts'
import type { By, Database } from '../../database/database.ts'
import { HorizonRefused } from '../../database/raise-horizon.ts'
import { logBounds } from './audit.store.ts'
import { nextHorizon } from './next-horizon.ts'
import type { RetentionRules } from './next-horizon.ts'
import { isLeftBelow, newestHourBefore, oldestHours, oldestKeptAtMs, raisedAtMs } from './retention.store.ts'
import type { SignedHeads } from './signed-heads.service.ts'
import { firstStep, nextStep } from './step-size.ts'

export interface RetentionOptions {
  database: Database
  clock: Clock
  events: LiveEvents
  logger: Logger
  settings: { get(key: 'audit.keepDays' | 'audit.maxMegabytes'): number }
  heads: Pick<SignedHeads, 'raiseHorizon' | 'dropBelowHorizon'>
  /** Of the log's index beside the database, whose worker takes away what lies below the horizon. */
  indexBytes(): number
  /** A verification or an export is under way, which goes by the horizon that it began with. */
  rowsInUse(): boolean
}

export interface Retention {
  /** Goes on with what an earlier run left, then looks every hour and whenever a setting changes. */
  start(): void
  /** Looks now, once it was started: heads can be signed from now on. */
  look(): void
  state(): RetentionState
  stop(): void
}

const lookEveryMs = 3_600_000
const dayMs = 86_400_000
/** A clock that was set must have been right for so long before anything is old by it. */
const believedAfterMs = 3_600_000
/** So many counters of hours go at once with a horizon: a few milliseconds. */
const spansAtOnce = 1000
/** Between two steps everything else has its turn. */
const pauseMs = 20
/** A run that reads the log is waited for this long, not for ever: a download may hang. */
const patienceMs = 3_600_000
const askAgainMs = 10_000
/** Free pages are mostly used again; only a large drop is given back, a few at a time. */
const keptFreeShare = 0.1
const keptFreeBytes = 64 * 1024 * 1024
const pagesAtOnce = 100
/** After so long the index, too, takes no more than what is left. */
const settleMs = 10_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export const createRetention = (options: RetentionOptions): Retention => {
  const { database, clock, events, logger, settings, heads } = options
  let cancel = () => {}
  let running = false
  let state: RetentionState['state'] = 'idle'
  let rows = firstStep
  let waitingSinceMs: number | null = null
  let foreignTold = false
  let unsubscribe = () => {}

  const rules = (): RetentionRules => ({
    keepMs: settings.get('audit.keepDays') * dayMs,
    maxBytes: settings.get('audit.maxMegabytes') * 1_000_000,
  })
  const usedBytes = () => database.usage().usedBytes + options.indexBytes()

  const next = () =>
    database.read((db) => {
      const spans = oldestHours(db, spansAtOnce)
      const { horizonSequence, lastSequence } = logBounds(db)
      const nowMs = clock.now()
      const believedMs = newestHourBefore(db, nowMs, believedAfterMs) ?? -Infinity
      return nextHorizon(spans, spans.length < spansAtOnce, rules(), {
        nowMs,
        believedMs,
        horizonSequence,
        lastSequence,
        usedBytes: usedBytes(),
      })
    })

  const planIn = (ms: number, run: () => void) => {
    cancel()
    if (running) cancel = clock.after(ms, () => guarded(run))
  }
  const rest = (as: 'idle' | 'waiting') => {
    state = as
    waitingSinceMs = null
    planIn(lookEveryMs, look)
  }
  const tellForeign = () => {
    if (foreignTold) return
    foreignTold = true
    database
      .append(systemBy, {
        action: 'log.horizon-refused',
        severity: 'critical',
        outcome: 'refused',
        message: 'Nothing of the log is dropped: another program has moved the place up to which it counts as dropped. Verify the log',
      })
      .catch((error: unknown) => logger.error({ err: error }, 'the foreign horizon could not be entered'))
  }
  /** Whatever goes wrong (a full disk, a foreign horizon) leaves the log whole; it is tried again in an hour. */
  const guarded = (run: () => void) => {
    try {
      run()
    } catch (error) {
      logger.error({ err: error }, 'the oldest part of the log could not be dropped')
      if (error instanceof HorizonRefused && error.reason === 'foreign') tellForeign()
      rest('waiting')
    }
  }

  const mustWait = (): boolean => {
    if (!options.rowsInUse()) return false
    waitingSinceMs ??= clock.monotonic()
    return clock.monotonic() - waitingSinceMs < patienceMs
  }

  const raise = () => {
    const horizon = next()
    if (!horizon) return rest('idle')
    if (mustWait()) {
      state = 'idle'
      return planIn(askAgainMs, look)
    }
    waitingSinceMs = null
    if (heads.raiseHorizon(systemBy, horizon.sequence, horizon.why) === null) return rest('waiting')
    state = 'dropping'
    planIn(0, drop)
  }

  const drop = () => {
    const startedMs = clock.monotonic()
    const dropped = heads.dropBelowHorizon(rows)
    if (dropped === null) return rest('waiting')
    if (dropped > 0) {
      rows = nextStep(dropped === rows ? rows : firstStep, clock.monotonic() - startedMs)
      return planIn(pauseMs, drop)
    }
    giveBack(() => planIn(settleMs, raise))
  }

  const giveBack = (then: () => void) => {
    const usage = database.usage()
    const much = usage.freeBytes > keptFreeBytes && usage.freeBytes > (usage.usedBytes + usage.freeBytes) * keptFreeShare
    if (much && database.giveBack(pagesAtOnce)) planIn(pauseMs, () => giveBack(then))
    else then()
  }

  const look = () => {
    // What an earlier run left comes first: sizes are told right only without it.
    if (!database.read(isLeftBelow)) return giveBack(raise)
    state = 'dropping'
    drop()
  }

  return {
    start: () => {
      running = true
      unsubscribe = events.subscribe((event) => {
        if (event.kind === 'settings-changed' && state !== 'dropping') planIn(0, look)
      })
      planIn(0, look)
    },
    look: () => {
      if (state !== 'dropping') planIn(0, look)
    },
    state: () => {
      const seen = database.read((db) => ({
        horizonSequence: logBounds(db).horizonSequence,
        oldestAtMs: oldestKeptAtMs(db),
        lastDropAtMs: raisedAtMs(db),
      }))
      return {
        ...seen,
        keepDays: settings.get('audit.keepDays'),
        maxMegabytes: settings.get('audit.maxMegabytes'),
        bytes: usedBytes(),
        state,
      }
    },
    stop: () => {
      running = false
      unsubscribe()
      cancel()
    },
  }
}
