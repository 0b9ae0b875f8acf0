/** Advice: looks at what was observed every few minutes, and keeps what somebody decided not to hear again. */
import type { Clock } from '../../../ports/clock.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Advice, DismissedAdvice, LookedAt } from '../../../shared/contract/advice.ts'
import type { MachineProcess, SeriesPoints } from '../../../shared/contract/monitoring.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import { dismissedAdvice, putDismissed, removeDismissed } from './dismissed-advice.store.ts'
import { judgeAdvice } from './judge-advice.ts'
import type { Observed } from './observed.ts'

export interface AdviceOptions {
  database: Database
  clock: Clock
  logger: Logger
  cores: number
  series(names: readonly string[], range: { fromMs: number; toMs: number; maxPoints: number }): Promise<SeriesPoints[]>
  processes(): Promise<{ atMs: number; top: MachineProcess[] }>
  queries(): Observed['queries']
  names: Observed['names']
  log(): Promise<Observed['log']>
  keys(): Promise<Observed['keys']>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const judgeEveryMs = 5 * minuteMs
const firstAfterMs = 20_000
const lookAtProcessesEveryMs = minuteMs
const keptLooks = 30
/** So much worse, and what was dismissed is told again. */
const worseBy = 1.5

const ofHours = [
  'machine.swap.used',
  'machine.swap.total',
  'machine.memory.used',
  'machine.memory.total',
  'machine.cpu.stolen',
  'console.loop.delay',
  'guard.route.duration',
  'guard.upstream.requests',
  'guard.upstream.errors',
]
const ofDay = ['machine.memory.used', 'machine.memory.total']
const ofWeek = ['machine.disk.used', 'machine.disk.total']

interface Judged {
  checkedAtMs: number
  advice: Advice[]
  lookedAt: LookedAt[]
}

export const createAdvice = (options: AdviceOptions) => {
  const { database, clock, logger } = options
  let looks: { atMs: number; cores: number; top: MachineProcess[] }[] = []
  let judged: Judged | null = null
  let judging: Promise<Judged> | null = null
  let judgedAtMs = -Infinity
  let stopped = false
  const cancels = new Map<string, () => void>()

  const observe = async (): Promise<Observed> => {
    const nowMs = clock.now()
    const since = (names: readonly string[], lengthMs: number) =>
      options.series(names, { fromMs: nowMs - lengthMs, toMs: nowMs, maxPoints: 300 })
    return {
      nowMs,
      hours: await since(ofHours, 6 * hourMs),
      day: await since(ofDay, dayMs),
      week: await since(ofWeek, 7 * dayMs),
      processes: looks,
      queries: options.queries(),
      names: options.names,
      log: await options.log(),
      keys: await options.keys(),
    }
  }
  const judge = (): Promise<Judged> => {
    judging ??= observe()
      .then((observed) => {
        judged = { checkedAtMs: observed.nowMs, ...judgeAdvice(observed) }
        judgedAtMs = clock.monotonic()
        return judged
      })
      .finally(() => {
        judging = null
      })
    return judging
  }
  const newest = async (): Promise<Judged> => (judged && clock.monotonic() - judgedAtMs < judgeEveryMs ? judged : judge())

  const look = async (): Promise<void> => {
    const { atMs, top } = await options.processes()
    // After a sleep of the machine, or a step of its clock, the looks before are not of the same stretch.
    const last = looks.at(-1)
    if (last && (atMs < last.atMs || atMs - last.atMs > 3 * lookAtProcessesEveryMs)) looks = []
    looks = [...looks, { atMs, cores: options.cores, top }].slice(-keptLooks)
  }

  const every = (name: string, firstMs: number, everyMs: number, act: () => Promise<unknown>, failed: string): void => {
    const next = (afterMs: number): void => {
      cancels.set(
        name,
        clock.after(afterMs, () => {
          act()
            .catch((error: unknown) => {
              if (!stopped) logger.error({ err: error }, failed)
            })
            .finally(() => {
              if (!stopped) next(everyMs)
            })
        }),
      )
    }
    next(firstMs)
  }

  const list = async (): Promise<Judged & { dismissed: DismissedAdvice[] }> => {
    const known = await newest()
    const rows = database.read(dismissedAdvice)
    const isQuiet = ({ id, badness }: Advice): boolean => rows.some((row) => row.id === id && badness < row.badness * worseBy)
    return {
      ...known,
      advice: known.advice.filter((one) => !isQuiet(one)),
      dismissed: rows
        .filter(({ id }) => !known.advice.some((one) => one.id === id && !isQuiet(one)))
        .map(({ badness: _, ...row }) => ({ ...row, advice: known.advice.find(({ id }) => id === row.id) ?? null })),
    }
  }

  return {
    start: () => {
      every('looks', firstAfterMs, lookAtProcessesEveryMs, look, 'the processes could not be looked at')
      every('judge', firstAfterMs, judgeEveryMs, judge, 'what was observed could not be judged')
    },
    stop: () => {
      stopped = true
      for (const cancel of cancels.values()) cancel()
    },

    list,

    dismiss: async (by: By, { id, reason }: { id: string; reason: string }): Promise<void> => {
      const found = (await newest()).advice.find((one) => one.id === id)
      if (!found) throw new GatehouseError('NOT_FOUND', 'There is no such advice any more: what it was about is over.', {})
      const { title, badness, evidence } = found
      await database.change(
        by,
        {
          action: 'advice.dismissed',
          message: `${by.actor.name} dismissed the advice “${title}”`,
          target: { kind: 'advice', id, name: title },
          detail: { reason, evidence },
        },
        (tx) => putDismissed(tx, { id, title, reason, by: by.actor.name, atMs: clock.now(), badness }),
      )
    },

    restore: async (by: By, id: string): Promise<void> => {
      await database.change(
        by,
        ({ title }: { title: string }) => ({
          action: 'advice.restored',
          message: `${by.actor.name} wants to hear the advice “${title}” again`,
          target: { kind: 'advice', id, name: title },
        }),
        (tx) => {
          const removed = removeDismissed(tx, id)
          if (!removed) throw new GatehouseError('NOT_FOUND', 'This advice is not dismissed.', {})
          return removed
        },
      )
    },
  }
}
export type AdviceService = ReturnType<typeof createAdvice>
