/** Judges all rules each second out of the memory of recent samples, and writes what turned: state, entry and notices in one transaction. */
import { createAnnouncer } from '../../../ports/announcer.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Alert, AlertRule, Silence } from '../../../shared/contract/alerts.ts'
import { canonicalLabels } from '../../../shared/series.ts'
import type { SeriesSpec } from '../../../shared/series.ts'
import type { By, Database } from '../../database/database.ts'
import * as store from './alert.store.ts'
import type { Noted } from './alert.store.ts'
import type { Notify } from './end-alerts.store.ts'
import type { KeptSeries } from './kept-series.ts'
import { createFilling } from './fill-memory.service.ts'
import { adopt, lookAt } from './live-rule.ts'
import type { Instance, LiveRule, Turn } from './live-rule.ts'
import { loadOpenAlerts, loadRules } from './live-rules.store.ts'
import type { LiveRules } from './live-rules.store.ts'
import { createLongWindows } from './long-windows.service.ts'
import { createObservedTime } from './observed-time.ts'
import { needsOf, unitOfCondition } from './readings.ts'
import type { BurnWindows, SeriesSource } from './readings.ts'
import { createRecentSamples } from './recent-samples.ts'
import type { KnownSeries, Need } from './recent-samples.ts'
import type { StoredRule } from './rule.store.ts'
import { silenceOf } from './silence-match.ts'
import { silencesAfter } from './silence.store.ts'
import { turnEvents } from './turn-events.ts'
import { stillHolds, writeTurns } from './write-turns.store.ts'
import type { SilenceTurn } from './write-turns.store.ts'

export interface EngineOptions {
  database: Database
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  series: KeptSeries
  /** How fast an objective's error budget burns. */
  burnOf(objectiveId: string): BurnWindows | null
  notify: Notify
}

/** Without samples for so long, rules are judged nevertheless: absence is found so. */
const lookEveryMs = 1_500
const noteEveryMs = 10_000
const mostOpen = 2_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

export const createEngine = (options: EngineOptions) => {
  const { database, clock, ids, events, logger, series, notify } = options
  const recent = createRecentSamples()
  const longWindows = createLongWindows(options)
  const announcer = createAnnouncer(clock, () => events.publish({ kind: 'alerts-changed' }))
  const rules: LiveRules = new Map()
  const time = createObservedTime(clock, { gap: () => recent.forget(), passed: (ms) => recent.pass(ms) })
  const fillMemory = createFilling({ ...options, recent, isAwaited: (known) => isAwaited(known) })
  let silences: Silence[] = []
  let isReady = false
  let isWriting = false
  let isFailing = false
  let isStopped = false
  let cancelNext = () => {}
  let unwatch = () => {}
  let filling: Promise<void> = Promise.resolve()
  let notedMs = 0
  let shown = ''
  const noted = new Map<string, string>()

  const source: SeriesSource<KnownSeries> = {
    matching: (selector) => recent.matching(selector),
    window: (known, windowMs, before) => {
      const held = recent.window(known, windowMs, before)
      return held === undefined ? longWindows.get(known, windowMs, before) : held
    },
    missedMs: (known) => known,
    burnOf: (objectiveId) => options.burnOf(objectiveId),
  }

  const unitOf = ({ condition }: StoredRule) => unitOfCondition(condition, (selector) => recent.matching(selector)[0]?.unit ?? null)
  const openOnes = () => [...rules.values()].flatMap(({ instances }) => [...instances.values()].filter(({ alert }) => alert !== null))

  const isAwaited = ({ name, labels }: SeriesSpec): boolean => {
    const key = canonicalLabels(labels)
    return [...rules.values()].some(
      ({ rule: { condition }, instances }) => condition.kind === 'absence' && condition.selector.name === name && instances.has(key),
    )
  }

  const stateOf = ({ rule, instances, isMeasured }: LiveRule): AlertRule['state'] => {
    if (!rule.enabled) return 'off'
    const kinds = new Set([...instances.values()].map(({ standing }) => standing.kind))
    return kinds.has('firing') ? 'firing' : kinds.has('pending') ? 'pending' : isMeasured ? 'well' : 'no-data'
  }

  /** Of those that fire, whichever a silence began or ended for. */
  const silenceTurns = (turns: readonly Turn[], nowMs: number): (SilenceTurn & { instance: Instance })[] => {
    const turned = new Set(turns.map(({ instance }) => instance))
    return openOnes().flatMap((instance) => {
      if (instance.standing.kind !== 'firing' || turned.has(instance)) return []
      const silencedBy = silenceOf(silences, instance.alert!, nowMs)
      return silencedBy === instance.alert!.silencedBy ? [] : [{ instance, alertId: instance.alert!.id, silencedBy }]
    })
  }

  const write = async (turns: readonly Turn[], notes: readonly Noted[], nowMs: number): Promise<void> => {
    const silenced = silenceTurns(turns, nowMs)
    if (turns.length === 0 && silenced.length === 0) {
      if (notes.length > 0) database.noteTogether(notes)
      return
    }
    await database.change(systemBy, turnEvents, (tx) => {
      for (const [note, params] of notes) tx.run(note.sql, params)
      return writeTurns(tx, { turns, silenced }, { silences, nowMs, notify })
    })
    for (const { instance, silencedBy } of silenced) if (instance.alert) instance.alert = { ...instance.alert, silencedBy }
  }

  /** Pending and firing ones as they are, so that a restart goes on from here. */
  const progressNotes = (): Noted[] =>
    openOnes().flatMap(({ alert, key, standing }): Noted[] => {
      if (!alert || standing.kind === 'quiet') return []
      const note =
        standing.kind === 'pending'
          ? store.notePending(alert, key, standing.heldMs)
          : store.noteProgress(alert, { ...standing, unknownMs: standing.missing ?? 0 })
      const text = JSON.stringify(note[1])
      if (noted.get(alert.id) === text) return []
      noted.set(alert.id, text)
      return [note]
    })

  const keepProgress = (monotonicMs: number): Noted[] => {
    if (monotonicMs - notedMs < noteEveryMs) return []
    notedMs = monotonicMs
    const open = new Set(openOnes().map(({ alert }) => alert!.id))
    for (const id of noted.keys()) if (!open.has(id)) noted.delete(id)
    return progressNotes()
  }

  const tellWhatShows = () => {
    const now = [...rules.values()].map((live) => stateOf(live)).join(' ')
    if (now !== shown) announcer.tell()
    shown = now
  }

  /** Everything but the writing is done when it returns. */
  const look = async (): Promise<void> => {
    if (!isReady || isWriting || isStopped) return
    const { monotonicMs, wallMs: nowMs } = time.notice()
    const moment = time.take()
    recent.moveTo(monotonicMs)
    longWindows.look()
    const at = { source, moment, nowMs, nextId: () => ids.next(), unitOf }
    const turns = [...rules.values()].flatMap((live) => lookAt(live, at))
    let room = mostOpen - openOnes().length
    const quietly = turns.filter(({ transition }) => transition === 'pending' || transition === 'dropped')
    const loud = turns.filter((turn) => {
      if (turn.transition === 'pending' || turn.transition === 'dropped') return false
      return turn.transition !== 'fired' || turn.instance.alert !== null || room-- > 0
    })
    const holding = database.read((db) => loud.filter((turn) => stillHolds(db, turn)))
    const notes = [
      ...quietly.map(({ transition, alert, instance }) =>
        transition === 'pending' ? store.notePending(alert, instance.key, 0) : store.noteDropped(alert.id),
      ),
      ...keepProgress(monotonicMs),
    ]
    isWriting = true
    try {
      await write(holding, notes, nowMs)
      for (const turn of [...quietly, ...holding]) adopt(turn)
      for (const { live, instance } of loud.filter((turn) => !holding.includes(turn))) live.instances.delete(instance.key)
      if (turns.length > 0) announcer.tell()
      isFailing = false
    } catch (error) {
      if (!isFailing) logger.error({ err: error }, 'what became of alerts could not be written: it is tried again')
      isFailing = true
    } finally {
      isWriting = false
    }
    tellWhatShows()
  }

  /** The next look is planned once this one is done: a clock that jumps makes no queue of them. */
  const lookAgain = () => {
    cancelNext()
    look()
      .catch((error: unknown) => logger.error({ err: error }, 'the alert rules could not be judged'))
      .finally(() => {
        cancelNext()
        if (!isStopped) cancelNext = clock.after(lookEveryMs, lookAgain)
      })
  }

  const needs = (): Need[] => {
    const distinct = new Map<string, Need>()
    for (const { rule } of rules.values()) {
      if (!rule.enabled) continue
      for (const need of needsOf(rule.condition)) distinct.set(JSON.stringify(need), need)
    }
    return [...distinct.values()]
  }

  const fill = () => fillMemory(needs(), () => isStopped)

  const loadRulesAgain = (): void => {
    const dropped = database.read((db) => loadRules(db, rules))
    if (dropped.length > 0) database.noteTogether(dropped)
    recent.want(needs())
  }

  const loadSilences = () => {
    silences = database.read((db) => silencesAfter(db, clock.now()))
  }

  return {
    start: (): void => {
      time.notice()
      notedMs = clock.monotonic()
      loadRulesAgain()
      const orphaned = database.read((db) => loadOpenAlerts(db, rules))
      if (orphaned.length > 0) database.noteTogether(orphaned)
      loadSilences()
      unwatch = series.watch((atMs, measured) => {
        const { monotonicMs, wallMs } = time.notice()
        recent.put(monotonicMs, Math.max(0, wallMs - atMs), measured)
        // Not within the look at the machine, whose cost is measured.
        if (measured.some(({ name }) => name.startsWith('machine.'))) queueMicrotask(lookAgain)
      })
      filling = fill().then(() => {
        isReady = true
        // Whatever was missed while the past was read was not observed either.
        time.notice()
        time.skip()
        lookAgain()
      })
    },
    stop: async (): Promise<void> => {
      isStopped = true
      cancelNext()
      unwatch()
      announcer.stop()
      await filling
      try {
        const notes = progressNotes()
        if (notes.length > 0) database.noteTogether(notes)
      } catch (error) {
        logger.warn({ err: error }, 'how far alerts were could not be noted')
      }
    },

    /** Rules came, went or changed. Resolves when what was measured before is known of new ones. */
    rulesChanged: async (): Promise<void> => {
      loadRulesAgain()
      announcer.tell()
      filling = filling.then(fill)
      await filling
      await look()
    },
    silencesChanged: async (): Promise<void> => {
      loadSilences()
      announcer.tell()
      await look()
    },
    changed: () => announcer.tell(),
    look,

    stateOf: (ruleId: string): AlertRule['state'] => {
      const live = rules.get(ruleId)
      return live ? stateOf(live) : 'off'
    },
    unitOf,
    burnOf: source.burnOf,
    /** Pending ones, and the newest figures of firing ones, by id. */
    open: (): Map<string, Alert> => new Map(openOnes().map(({ alert }) => [alert!.id, alert!])),
  }
}
export type Engine = ReturnType<typeof createEngine>
