/** Service level objectives: kept with their alert rules, measured from the guard's series, and how fast each budget burns. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { GivenRule } from '../../../shared/contract/alerts.ts'
import type { GivenObjective, Indicator, Objective } from '../../../shared/contract/objectives.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { AuditEvent, By, Database, Writable } from '../../database/database.ts'
import {
  budgetCourse,
  budgetLeft,
  burnOf,
  dayMs,
  exhaustedAt,
  goodShare,
  isBreached,
  joinSteps,
  longestWindowMs,
  sumSteps,
} from './error-budget.ts'
import type { BurnWindow, CountedStep } from './error-budget.ts'
import { objectiveSentence, ruleSummary } from './objective-words.ts'
import { allObjectives, insertObjective, objectiveById, objectiveNamed, removeObjective, updateObjective } from './objective.store.ts'
import type { StoredObjective } from './objective.store.ts'

interface Selector {
  name: string
  labels: Record<string, string>
}
export type BadShareAsk = { kind: 'counter'; all: Selector; bad: Selector } | { kind: 'histogram'; all: Selector; aboveValue: number }

export interface ObjectivesOptions {
  database: Database
  clock: Clock
  ids: Ids
  events: LiveEvents
  logger: Logger
  /** Of the guard's series. */
  badShare(ask: BadShareAsk, range: { fromMs: number; toMs: number; stepMs: number }): Promise<{ stepMs: number; steps: CountedStep[] }>
  /** The rule of an objective lives and dies with it. */
  rules: {
    insert(tx: Writable, id: string, given: GivenRule): void
    update(tx: Writable, id: string, given: Pick<GivenRule, 'name' | 'summary'>): void
    remove(tx: Writable, id: string): void
  }
  /** Rules came, went or changed. */
  rulesChanged(): Promise<void>
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const mostObjectives = 50
const mostPoints = 300
/** A burn is hours long: to look this often is soon enough, and cheap. */
const burnEveryMs = 10_000
const periodKeptMs = minuteMs

interface Measured {
  atMs: number
  steps: CountedStep[]
  stepMs: number
}

const askOf = (indicator: Indicator): BadShareAsk => {
  const [prefix, labels]: [string, Record<string, string>] =
    indicator.route === null ? ['guard', {}] : ['guard.route', { route: indicator.route }]
  const selector = (figure: string): Selector => ({ name: `${prefix}.${figure}`, labels })
  return indicator.kind === 'availability'
    ? { kind: 'counter', all: selector('requests'), bad: selector('errors') }
    : { kind: 'histogram', all: selector('duration'), aboveValue: indicator.withinMs }
}

const noSuchObjective = () => new GatehouseError('NOT_FOUND', 'There is no such objective.', {})

const figuresOf = (given: GivenObjective, steps: readonly CountedStep[]) => {
  const sums = sumSteps(steps, -Infinity)
  return {
    total: Math.round(sums.total),
    bad: Math.round(sums.bad),
    goodPercent: goodShare(sums),
    budgetLeftPercent: budgetLeft(sums, given),
    measuredSinceMs: steps.find(({ total }) => total > 0)?.atMs ?? null,
  }
}

const courseOf = (given: GivenObjective, { steps, stepMs }: Pick<Measured, 'steps' | 'stepMs'>) => {
  const joined = joinSteps(steps, stepMs, mostPoints)
  return { stepMs: joined.stepMs, points: budgetCourse(joined.steps, given) }
}

const ruleOf = (given: GivenObjective, objectiveId: string): GivenRule => ({
  name: `Error budget: ${given.name}`.slice(0, 80),
  summary: ruleSummary(given),
  condition: { kind: 'burn', objectiveId },
  forMs: 0,
  keepFiringMs: 5 * minuteMs,
  severity: 'high',
  labels: {},
  runbookUrl: null,
  group: 'service',
  enabled: true,
})

export const createObjectives = (options: ObjectivesOptions) => {
  const { database, clock, ids, events, logger, rules } = options
  /** Of the last hours by the minute, and of the period by the hour. */
  const recent = new Map<string, Measured>()
  const periods = new Map<string, Measured>()
  let cancel: () => void = () => {}
  let stopped = false

  const measure = async (indicator: Indicator, lengthMs: number, stepMs: number): Promise<Measured> => {
    const nowMs = clock.now()
    const fromMs = Math.floor((nowMs - lengthMs) / stepMs) * stepMs
    return { atMs: nowMs, ...(await options.badShare(askOf(indicator), { fromMs, toMs: nowMs + 1, stepMs })) }
  }
  const measurePeriod = (given: GivenObjective) => measure(given.indicator, given.periodDays * dayMs, hourMs)
  const measureRecent = async ({ id, indicator }: StoredObjective): Promise<Measured> => {
    const measured = await measure(indicator, longestWindowMs, minuteMs)
    recent.set(id, measured)
    return measured
  }
  const isFresh = (measured: Measured | undefined, forMs: number): measured is Measured =>
    measured !== undefined && Math.abs(clock.now() - measured.atMs) < forMs

  const burnWindows = (objective: StoredObjective): BurnWindow[] | null => {
    const measured = recent.get(objective.id)
    return measured ? burnOf(measured.steps, objective, measured.stepMs, measured.atMs) : null
  }

  const show = async (objective: StoredObjective): Promise<Objective> => {
    const { id } = objective
    if (!isFresh(recent.get(id), burnEveryMs)) await measureRecent(objective)
    const known = periods.get(id)
    const period = isFresh(known, periodKeptMs) ? known : await measurePeriod(objective)
    periods.set(id, period)
    const nowMs = clock.now()
    const figures = figuresOf(objective, period.steps)
    const burn = burnWindows(objective) ?? []
    const left = figures.budgetLeftPercent
    return {
      ...objective,
      ...figures,
      burn,
      exhaustedAtMs: exhaustedAt(left, burn[0]?.longRate ?? null, objective, nowMs),
      state: left === null ? 'no-data' : left <= 0 ? 'spent' : burn.some(isBreached) ? 'burning' : 'well',
      sentence: objectiveSentence(objective, figures, nowMs),
    }
  }

  const forget = (id: string): void => {
    recent.delete(id)
    periods.delete(id)
  }
  const known = (id: string): StoredObjective => {
    const objective = database.read((db) => objectiveById(db, id))
    if (!objective) throw noSuchObjective()
    return objective
  }
  const judgeName = (tx: Writable, name: string, own: string | null): void => {
    const other = objectiveNamed(tx, name)
    if (other !== null && other !== own)
      throw new GatehouseError('INVALID_INPUT', `There is an objective called “${name}” already. Choose another name.`, { field: 'name' })
  }
  const seenBy = (tx: Writable, { id, version }: { id: string; version: number }): StoredObjective => {
    const objective = objectiveById(tx, id)
    if (!objective) throw noSuchObjective()
    if (objective.version !== version)
      throw new GatehouseError('CONFLICT', `“${objective.name}” was changed meanwhile. Look at it again, then repeat.`, {})
    return objective
  }
  const eventOf = (verb: 'created' | 'changed' | 'deleted', by: By, id: string, given: GivenObjective): AuditEvent => {
    const { name, indicator, targetPercent, periodDays } = given
    return {
      action: `objective.${verb}`,
      message: `${by.actor.name} ${verb} the objective “${name}”`,
      target: { kind: 'objective', id, name },
      detail: { indicator, targetPercent, periodDays },
    }
  }
  const changed = async () => {
    await options.rulesChanged()
    events.publish({ kind: 'alerts-changed' })
  }

  const look = async (): Promise<void> => {
    const objectives = database.read(allObjectives)
    for (const id of recent.keys()) if (!objectives.some((one) => one.id === id)) forget(id)
    for (const objective of objectives) await measureRecent(objective)
  }
  const lookOn = (): void => {
    cancel = clock.after(burnEveryMs, () => {
      look()
        .catch((error: unknown) => {
          if (!stopped) logger.error({ err: error }, 'the burn of error budgets could not be measured')
        })
        .finally(() => {
          if (!stopped) lookOn()
        })
    })
  }

  return {
    start: lookOn,
    stop: () => {
      stopped = true
      cancel()
    },

    /** For the engine of the alerts: as measured within the last seconds. Null where it is not known (yet), or gone. */
    burnOf: (id: string): { windows: BurnWindow[] } | null => {
      const objective = database.read((db) => objectiveById(db, id))
      const windows = objective && burnWindows(objective)
      return windows ? { windows } : null
    },

    list: async (): Promise<Objective[]> => {
      const shown: Objective[] = []
      for (const objective of database.read(allObjectives)) shown.push(await show(objective))
      return shown
    },

    create: async (by: By, given: GivenObjective): Promise<Objective> => {
      const id = ids.next()
      const ruleId = ids.next()
      await database.change(by, eventOf('created', by, id, given), (tx) => {
        judgeName(tx, given.name, null)
        if (allObjectives(tx).length >= mostObjectives)
          throw new GatehouseError('CONFLICT', `There are ${mostObjectives} objectives already; delete one first.`, {})
        rules.insert(tx, ruleId, ruleOf(given, id))
        insertObjective(tx, given, { id, ruleId, atMs: clock.now() })
      })
      await changed()
      return show(known(id))
    },

    change: async (by: By, { id, version, ...given }: GivenObjective & { id: string; version: number }): Promise<Objective> => {
      await database.change(by, eventOf('changed', by, id, given), (tx) => {
        const before = seenBy(tx, { id, version })
        judgeName(tx, given.name, id)
        const { name, summary } = ruleOf(given, id)
        if (before.ruleId !== null) rules.update(tx, before.ruleId, { name, summary })
        updateObjective(tx, id, given)
      })
      forget(id)
      await changed()
      return show(known(id))
    },

    delete: async (by: By, seen: { id: string; version: number }): Promise<void> => {
      await database.change(
        by,
        (gone: StoredObjective) => eventOf('deleted', by, gone.id, gone),
        (tx) => {
          const objective = seenBy(tx, seen)
          if (objective.ruleId !== null) rules.remove(tx, objective.ruleId)
          removeObjective(tx, seen.id)
          return objective
        },
      )
      forget(seen.id)
      await changed()
    },

    course: async (id: string) => {
      const objective = known(id)
      return courseOf(objective, await measurePeriod(objective))
    },

    preview: async (given: GivenObjective) => {
      const period = await measurePeriod(given)
      const figures = figuresOf(given, period.steps)
      return { ...figures, sentence: objectiveSentence(given, figures, clock.now()), course: courseOf(given, period) }
    },
  }
}
export type Objectives = ReturnType<typeof createObjectives>
