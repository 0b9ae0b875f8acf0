/**
 * Writes messages into the outbox: looks at what is so and what each contact point was told whenever something changes, and when
 * something falls due. Message and what was told are written together, so that a crash between loses nothing and doubles nothing.
 */
import type { AlertNotice } from '../../../ports/alert-notice.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database, Note, Readable, SqlParams, Writable } from '../../database/database.ts'
import { allContactPoints } from './contact-point.store.ts'
import type { StoredContactPoint } from './contact-point.store.ts'
import { namesOf } from './message-words.ts'
import { maxAlerts } from './message.ts'
import type { Message, ToldAlert } from './message.ts'
import { nextMessage } from './next-message.ts'
import type { Decision } from './next-message.ts'
import { dropOldDeliveries, dropSilenced, keepDelivery, waitingGroups } from './outbox.store.ts'
import { isQuiet } from './quiet-hours.ts'
import { worstOf } from './severity-rank.ts'
import { allThreads, endThread, forgetResolved, keepNotice, keepThread, keptAlert, knownAlerts, untell } from './thread.store.ts'
import type { KeptAlert, KeptThread } from './thread.store.ts'

export interface PlanningOptions {
  database: Database
  clock: Clock
  ids: Ids
  logger: Logger
  timeZone(): string
  updateEveryMs(): number
  /** Something waits for it in the outbox. */
  planned(contactPointId: string): void
}

/** At least so often while anything is open: quiet hours end by the calendar, and a clock may be set. */
const longestRestMs = 60_000
const afterFailureMs = 1_000
const keptDeliveries = 5_000
const upkeepEveryMs = 3_600_000

type Tell = Extract<Decision, { kind: 'tell' }>

const toldAlertOf = (db: Readable, { id, state }: Pick<KeptAlert, 'id' | 'state'>): ToldAlert[] => {
  const alert = keptAlert(db, id)
  if (!alert) return []
  const { ruleName, severity, labels, sentence, summary, runbookUrl, startedAtMs, resolvedAtMs, value } = alert
  return [{ id, state, ruleName, severity, labels, sentence, summary, runbookUrl, startedAtMs, resolvedAtMs, value }]
}

export const createPlanning = (options: PlanningOptions) => {
  const { database, clock, ids, logger } = options
  let cancel = () => {}
  let stopped = true
  let upkeepAtMs = -Infinity

  const lookIn = (ms: number) => {
    cancel()
    if (!stopped) cancel = clock.after(ms, look)
  }

  const writeDown = (
    point: StoredContactPoint,
    group: string,
    known: readonly KeptAlert[],
    thread: KeptThread | null,
    decided: Tell,
  ): [Note, SqlParams][] =>
    database.read((db) => {
      const byId = new Map(known.map((alert) => [alert.id, alert]))
      const told = decided.alertIds.flatMap((id) => byId.get(id) ?? [])
      const alerts = told.slice(0, maxAlerts).flatMap((alert) => toldAlertOf(db, alert))
      const taker = told.find(({ state }) => state === 'acknowledged')
      const threadId = thread?.id ?? ids.next()
      const message: Message = {
        kind: decided.what,
        threadId,
        group,
        severity: decided.what === 'resolved' && thread ? thread.worst : worstOf(told),
        alerts,
        count: decided.alertIds.length,
        acknowledgedBy: taker ? (keptAlert(db, taker.id)?.acknowledged?.by ?? null) : null,
        atMs: clock.now(),
        isTest: false,
      }
      return [
        ...keepDelivery({
          id: ids.next(),
          contactPointId: point.id,
          contactPointName: point.name,
          title: namesOf(message),
          alertIds: decided.alertIds,
          message,
        }),
        decided.thread ? keepThread({ ...decided.thread, id: threadId, contactPointId: point.id, group }) : [endThread, { id: threadId }],
      ]
    })

  const lookAtPoint = (
    point: StoredContactPoint,
    alertsOf: Map<string, KeptAlert[]>,
    threads: KeptThread[],
    isBusy: (group: string) => boolean,
  ) => {
    const nowMs = clock.now()
    const quiet = point.quietHours !== null && isQuiet(point.quietHours, nowMs, options.timeZone())
    const own = new Map(threads.filter(({ contactPointId }) => contactPointId === point.id).map((thread) => [thread.group, thread]))
    const heard = [...alertsOf.keys()].filter((group) => point.groups.length === 0 || point.groups.includes(group))
    let nextMs = Infinity
    for (const group of new Set([...heard, ...own.keys()])) {
      if (isBusy(group)) continue
      const thread = own.get(group) ?? null
      const alerts = alertsOf.get(group) ?? []
      const decided = nextMessage({
        point: { ...point, kind: point.channel.kind },
        thread,
        alerts,
        nowMs,
        quiet,
        updateEveryMs: options.updateEveryMs(),
      })
      if (decided.kind === 'wait') nextMs = Math.min(nextMs, decided.lookAtMs ?? Infinity)
      else if (decided.kind === 'close') database.noteTogether([[endThread, { id: thread!.id }]])
      else {
        database.noteTogether(writeDown(point, group, alerts, thread, decided))
        options.planned(point.id)
      }
    }
    return nextMs
  }

  const plan = (): void => {
    const { points, alerts, threads, busy } = database.read((db) => ({
      points: allContactPoints(db).filter(({ enabled }) => enabled),
      alerts: knownAlerts(db),
      threads: allThreads(db),
      busy: waitingGroups(db),
    }))
    const alertsOf = Map.groupBy(alerts, ({ group }) => group)
    const nextMs = points.map((point) => lookAtPoint(point, alertsOf, threads, (group) => busy.has(JSON.stringify([point.id, group]))))
    if (alerts.some(({ state }) => state === 'resolved')) database.note(forgetResolved, {})
    if (clock.monotonic() - upkeepAtMs >= upkeepEveryMs) {
      upkeepAtMs = clock.monotonic()
      database.note(dropOldDeliveries, { keep: keptDeliveries })
    }
    if (alerts.length > 0 || threads.length > 0) lookIn(Math.max(0, Math.min(longestRestMs, ...nextMs.map((atMs) => atMs - clock.now()))))
  }

  function look(): void {
    if (stopped) return
    try {
      plan()
    } catch (error) {
      logger.error({ err: error }, 'messages could not be written into the outbox')
      lookIn(afterFailureMs)
    }
  }

  return {
    /** Within the transaction that changes the alerts. */
    notify: (tx: Writable, notices: readonly AlertNotice[]): void => {
      for (const notice of notices) keepNotice(tx, notice)
      for (const { kind, alert } of notices) {
        if (kind !== 'silenced') continue
        for (const { threadId, alertIds } of dropSilenced(tx, alert.id, 'Silenced before it could be sent.')) untell(tx, threadId, alertIds)
      }
      if (notices.length > 0) lookIn(0)
    },
    /** Soon, once for all that happens at the same time. */
    look: () => lookIn(0),
    start: () => {
      stopped = false
      look()
    },
    stop: () => {
      stopped = true
      cancel()
    },
  }
}
