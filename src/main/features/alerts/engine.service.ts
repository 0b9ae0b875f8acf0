/** Judges all rules each second out of the memory of recent samples, and writes what turned: state, entry and notices in one transaction. */
import { createAnnouncer } from '../../../ports/announcer.ts'
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Alert, AlertRule, Silence } from '../../../shared/contract/alerts.ts'
import type { By, Database, Writable } from '../../database/database.ts'
import * as store from './alert.store.ts'
import type { Noted } from './alert.store.ts'
import { endAlerts } from './end-alerts.store.ts'
import type { Notify } from './end-alerts.store.ts'
import type { KeptSeries } from './kept-series.ts'
import { adopt, liveRule, lookAt } from './live-rule.ts'
import type { LiveRule, Turn } from './live-rule.ts'
import { createLongWindows } from './long-windows.service.ts'
import { needsOf, unitOfCondition } from './readings.ts'
import type { BurnWindows, SeriesSource } from './readings.ts'
import { createRecentSamples, fillOf } from './recent-samples.ts'
import type { KnownSeries, Need } from './recent-samples.ts'
import { allRules, ruleById, setLastFired } from './rule.store.ts'
import type { StoredRule } from './rule.store.ts'
import { silenceOf } from './silence-match.ts'
import { silencesAfter } from './silence.store.ts'
import { turnEvents } from './turn-events.ts'
import type { ToldTurn } from './turn-events.ts'

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
/** Nobody looked for longer than this: what passed meanwhile counts for nothing. */
const gapMs = 10_000
/** The wall went on so much further than the monotonic clock: the machine slept, or the clock was set. */
const jumpMs = 60_000
const noteEveryMs = 10_000
const mostOpen = 2_000

const systemBy: By = { actor: { kind: 'system', id: null, name: 'gatehouse' }, source: 'console', requestId: null }

interface Told {
  kind: ToldTurn
  alert: Alert
}

export const createEngine = (options: EngineOptions) => {
  const { database, clock, ids, events, logger, series, notify } = options
  const recent = createRecentSamples()
  const longWindows = createLongWindows(options)
  const announcer = createAnnouncer(clock, () => events.publish({ kind: 'alerts-changed' }))
  const rules = new Map<string, LiveRule>()
  const filled = new Set<string>()
  let silences: Silence[] = []
  let isReady = false
  let isWriting = false
  let isFailing = false
  let isStopped = false
  let cancelNext = () => {}
  let unwatch = () => {}
  let filling: Promise<void> = Promise.resolve()
  let last = { monotonicMs: 0, wallMs: 0 }
  let observedMs = 0
  let elapsedMs = 0
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

  /** Time that was observed. After a sleep, what was measured before it says nothing of now. */
  const noticeTime = () => {
    const now = { monotonicMs: clock.monotonic(), wallMs: clock.now() }
    const passedMs = now.monotonicMs - last.monotonicMs
    const jumpedMs = now.wallMs - last.wallMs - passedMs
    last = now
    if (passedMs > gapMs || jumpedMs > jumpMs) recent.forget()
    if (passedMs > gapMs) return
    observedMs += passedMs
    elapsedMs += passedMs
    recent.pass(passedMs)
  }

  const unitOf = ({ condition }: StoredRule) => unitOfCondition(condition, (selector) => recent.matching(selector)[0]?.unit ?? null)
  const openOnes = () => [...rules.values()].flatMap(({ instances }) => [...instances.values()].filter(({ alert }) => alert !== null))

  const stateOf = ({ rule, instances, isMeasured }: LiveRule): AlertRule['state'] => {
    if (!rule.enabled) return 'off'
    const kinds = new Set([...instances.values()].map(({ standing }) => standing.kind))
    return kinds.has('firing') ? 'firing' : kinds.has('pending') ? 'pending' : isMeasured ? 'well' : 'no-data'
  }

  /** A rule may have been changed since it was judged, an alert ended by hand. */
  const stillHolds = ({ transition, live, alert }: Turn): boolean =>
    database.read((db) => {
      if (transition !== 'fired') return store.alertById(db, alert.id)?.state === 'firing'
      const rule = ruleById(db, live.rule.id)
      return rule?.version === live.rule.version && !rule.isDeleted && rule.enabled
    })

  const writeTurn = (tx: Writable, turn: Turn, nowMs: number): Told[] => {
    const { transition, instance, live } = turn
    if (transition === 'fired') {
      const alert = { ...turn.alert, silencedBy: silenceOf(silences, turn.alert, nowMs) }
      turn.alert = alert
      store.insertAlert(tx, alert, instance.key)
      const [drop, params] = store.noteDropped(alert.id)
      tx.run(drop.sql, params)
      if (alert.startedAtMs < nowMs)
        store.addToCourse(tx, alert.id, { atMs: alert.startedAtMs, word: 'pending', by: null, sentence: 'The condition began to hold.' })
      store.addToCourse(tx, alert.id, { atMs: nowMs, word: 'fired', by: null, sentence: alert.sentence })
      setLastFired(tx, live.rule.id, nowMs)
      return [{ kind: 'fired', alert }]
    }
    const sentence = transition === 'gone' ? 'It is measured no longer.' : 'The condition holds no more.'
    return endAlerts(tx, [turn.alert], { atMs: nowMs, by: null, sentence }).map((alert) => ({
      kind: transition === 'gone' ? 'gone' : 'resolved',
      alert,
    }))
  }

  /** Of those that fire, whichever a silence began or ended for. */
  const silenceTurns = (turned: ReadonlySet<unknown>, nowMs: number): { instance: { alert: Alert | null }; silencedBy: string | null }[] =>
    openOnes().flatMap((instance) => {
      if (instance.standing.kind !== 'firing' || turned.has(instance)) return []
      const silencedBy = silenceOf(silences, instance.alert!, nowMs)
      return silencedBy === instance.alert!.silencedBy ? [] : [{ instance, silencedBy }]
    })

  const noticesOf = (told: readonly Told[], atMs: number): AlertNotice[] =>
    told.flatMap(({ kind, alert }): AlertNotice[] => {
      if (kind === 'fired' || kind === 'unsilenced')
        return alert.silencedBy === null && alert.acknowledged === null ? [{ kind: 'firing', alert, atMs }] : []
      return [{ kind: kind === 'silenced' ? 'silenced' : 'resolved', alert, atMs }]
    })

  const write = async (turns: readonly Turn[], notes: readonly Noted[], nowMs: number): Promise<void> => {
    const silenced = silenceTurns(new Set(turns.map(({ instance }) => instance)), nowMs)
    if (turns.length === 0 && silenced.length === 0) {
      if (notes.length > 0) database.noteTogether(notes)
      return
    }
    await database.change(
      systemBy,
      (told: Told[]) => turnEvents(told),
      (tx) => {
        for (const [note, params] of notes) tx.run(note.sql, params)
        const told = turns.flatMap((turn) => writeTurn(tx, turn, nowMs))
        for (const { instance, silencedBy } of silenced) {
          const { id, silencedBy: before } = instance.alert!
          store.setSilencedBy(tx, id, silencedBy)
          const kind = silencedBy === null ? 'unsilenced' : 'silenced'
          const sentence = silencedBy === null ? 'Its silence ended.' : 'A silence keeps it quiet.'
          store.addToCourse(tx, id, { atMs: nowMs, word: kind, by: null, sentence })
          // From one silence to another it stays as quiet as it was.
          if (before === null || silencedBy === null) told.push({ kind, alert: store.alertById(tx, id)! })
          else told.push({ kind: 'silenced', alert: store.alertById(tx, id)! })
        }
        notify(tx, noticesOf(told, nowMs))
        return told
      },
    )
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
    noticeTime()
    const moment = { observedMs, elapsedMs }
    elapsedMs = 0
    recent.moveTo(last.monotonicMs)
    longWindows.look()
    const nowMs = clock.now()
    const at = { source, moment, nowMs, nextId: () => ids.next(), unitOf }
    const turns = [...rules.values()].flatMap((live) => lookAt(live, at))
    let room = mostOpen - openOnes().length
    const quietly = turns.filter(({ transition }) => transition === 'pending' || transition === 'dropped')
    const loud = turns.filter((turn) => {
      if (turn.transition === 'pending' || turn.transition === 'dropped') return false
      return turn.transition !== 'fired' || turn.instance.alert !== null || room-- > 0
    })
    const holding = loud.filter(stillHolds)
    const notes = [
      ...quietly.map(({ transition, alert, instance }) =>
        transition === 'pending' ? store.notePending(alert, instance.key, 0) : store.noteDropped(alert.id),
      ),
      ...keepProgress(last.monotonicMs),
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

  /** What was kept of the time before is brought into memory: after a start, and for new rules. */
  const fill = async (): Promise<void> => {
    for (const need of needs()) {
      const from = fillOf(need)
      const key = JSON.stringify([need.selector, from])
      if (!from || filled.has(key) || isStopped) continue
      filled.add(key)
      const toMs = clock.now()
      const monotonicMs = clock.monotonic()
      try {
        const { series: found } = await series.steps([need.selector], { fromMs: toMs - from.reachMs, toMs, stepMs: from.stepMs })
        for (const { samples, ...spec } of found) {
          const held = samples.map(({ atMs, sample }) => ({ atMs: monotonicMs - (toMs - atMs), sample }))
          recent.fill(spec, from.level, held)
        }
      } catch (error) {
        logger.warn({ err: error, series: need.selector.name }, 'an alert rule begins without what was measured before')
      }
    }
  }

  const isSame = (a: StoredRule, b: StoredRule) => a.enabled === b.enabled && JSON.stringify(a.condition) === JSON.stringify(b.condition)

  /** Brings the rules in memory up to those that are kept. */
  const loadRules = (): void => {
    const stored = database.read(allRules)
    const known = new Set(stored.map(({ id }) => id))
    const firing = new Set(database.read(store.firingAlerts).map(({ alert }) => alert.id))
    const drops: Noted[] = []
    const drop = (live: LiveRule, isKept: (alert: Alert, kind: string) => boolean) => {
      for (const [key, { alert, standing }] of live.instances) {
        if (!alert || isKept(alert, standing.kind)) continue
        if (standing.kind === 'pending') drops.push(store.noteDropped(alert.id))
        live.instances.delete(key)
      }
    }
    for (const live of rules.values()) {
      if (known.has(live.rule.id)) continue
      drop(live, () => false)
      rules.delete(live.rule.id)
    }
    for (const rule of stored) {
      const live = rules.get(rule.id)
      if (!live) rules.set(rule.id, liveRule(rule))
      else if (live.rule.version !== rule.version) {
        const same = isSame(live.rule, rule)
        live.rule = rule
        drop(live, (alert, kind) => (kind === 'pending' ? same : firing.has(alert.id)))
      }
    }
    if (drops.length > 0) database.noteTogether(drops)
    recent.want(needs())
  }

  /** After a restart, pending and firing ones go on from where they were. */
  const loadAlerts = (): void => {
    const put = (alert: Alert, key: string, standing: LiveRule['instances'] extends Map<string, infer One> ? One : never) =>
      rules.get(alert.ruleId)?.instances.set(key, standing)
    for (const { alert, seriesLabels: key, heldMs } of database.read(store.pendingAlerts)) {
      const labels = JSON.parse(key) as Record<string, string>
      // What passed meanwhile was not observed: the first look counts for nothing.
      put(alert, key, { labels, key, alert, standing: { kind: 'pending', heldMs, missing: 0, firedAtMs: [] } })
    }
    for (const { alert, seriesLabels: key, holds, overMs, unknownMs } of database.read(store.firingAlerts)) {
      const labels = JSON.parse(key) as Record<string, string>
      put(alert, key, { labels, key, alert, standing: { kind: 'firing', holds, overMs, missing: unknownMs, firedAtMs: [] } })
    }
  }

  const loadSilences = () => {
    silences = database.read((db) => silencesAfter(db, clock.now()))
  }

  return {
    start: (): void => {
      last = { monotonicMs: clock.monotonic(), wallMs: clock.now() }
      notedMs = last.monotonicMs
      loadRules()
      loadAlerts()
      loadSilences()
      unwatch = series.watch((atMs, measured) => {
        noticeTime()
        recent.put(last.monotonicMs, Math.max(0, last.wallMs - atMs), measured)
        if (measured.some(({ name }) => name.startsWith('machine.'))) lookAgain()
      })
      filling = fill().then(() => {
        isReady = true
        // Whatever was missed while the past was read was not observed either.
        noticeTime()
        elapsedMs = 0
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
      loadRules()
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
