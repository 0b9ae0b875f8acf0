/** The error budget of an objective: what is left, how it went, and how fast it burns. Pure, from counts by step. */
import type { Objective } from '../../../shared/contract/objectives.ts'

/** Requests that ended in the step that begins at `atMs`, and how many of them were bad. */
export interface CountedStep {
  atMs: number
  total: number
  bad: number
}

export interface Target {
  targetPercent: number
  periodDays: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/**
 * Two pairs of windows. The long one says that it matters, the short one that it still goes on. A pair is breached where both
 * burn so fast that the long window alone takes this share of the budget of the period.
 * Source: Google, The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts": 2 % in an hour (14.4 times
 * the pace that just lasts 30 days) and 5 % in six hours (6 times).
 */
const pairs = [
  { shortMs: 5 * minuteMs, longMs: hourMs, budgetShare: 0.02 },
  { shortMs: 30 * minuteMs, longMs: 6 * hourMs, budgetShare: 0.05 },
] as const
export const longestWindowMs = 6 * hourMs

/** Below it, a burn is the pace of every day. */
const slowestBreach = 1.5

const allowedShare = ({ targetPercent }: Target): number => (100 - targetPercent) / 100

/** A share of decimals is seldom exact in binary: what nobody sees is cut off. */
const percentOf = (share: number): number => Math.round(share * 1e8) / 1e6

/**
 * For short periods the share would be less than the usual pace, and for a low target more than a service that fails every
 * request can burn: so it is at least `slowestBreach` and at most half of the fastest that there is.
 */
export const burnThreshold = (promise: Target, longMs: number, budgetShare: number): number => {
  const scaled = (budgetShare * promise.periodDays * dayMs) / longMs
  return Math.min(Math.max(scaled, slowestBreach), 1 / allowedShare(promise) / 2)
}

export const sumSteps = (steps: readonly CountedStep[], fromMs: number, toMs = Infinity): { total: number; bad: number } => {
  let total = 0
  let bad = 0
  for (const step of steps) {
    if (step.atMs < fromMs || step.atMs >= toMs) continue
    total += step.total
    bad += step.bad
  }
  return { total, bad }
}

/** Times the pace at which the budget would just last; null without requests. Windows begin with the step they fall into. */
const burnRate = (steps: readonly CountedStep[], promise: Target, windowMs: number, stepMs: number, nowMs: number): number | null => {
  const fromMs = Math.floor((nowMs - windowMs) / stepMs) * stepMs
  const { total, bad } = sumSteps(steps, fromMs)
  return total === 0 ? null : bad / total / allowedShare(promise)
}

export type BurnWindow = Objective['burn'][number]

export const burnOf = (steps: readonly CountedStep[], promise: Target, stepMs: number, nowMs: number): BurnWindow[] =>
  pairs.map(({ shortMs, longMs, budgetShare }) => ({
    shortMs,
    longMs,
    shortRate: burnRate(steps, promise, shortMs, stepMs, nowMs),
    longRate: burnRate(steps, promise, longMs, stepMs, nowMs),
    threshold: burnThreshold(promise, longMs, budgetShare),
  }))

export const isBreached = ({ shortRate, longRate, threshold }: BurnWindow): boolean =>
  shortRate !== null && longRate !== null && shortRate > threshold && longRate > threshold

/** Percent of the budget that is left: below 0 where more was bad than is allowed. Null without requests. */
export const budgetLeft = ({ total, bad }: { total: number; bad: number }, promise: Target): number | null =>
  total === 0 ? null : percentOf(1 - bad / (allowedShare(promise) * total))

/** Percent of the requests that were good; null without any. */
export const goodShare = ({ total, bad }: { total: number; bad: number }): number | null =>
  total === 0 ? null : percentOf(1 - bad / total)

/**
 * How the budget of the period went from 100 % to what is left now: what each step took of it. The budget itself is that of
 * all requests of the period, so that the course ends at `budgetLeft`.
 */
export const budgetCourse = (
  steps: readonly CountedStep[],
  promise: Target,
): { atMs: number; budgetLeftPercent: number | null; goodPercent: number | null }[] => {
  const { total } = sumSteps(steps, -Infinity)
  let bad = 0
  return steps.map((step) => {
    bad += step.bad
    return {
      atMs: step.atMs,
      budgetLeftPercent: budgetLeft({ total, bad }, promise),
      goodPercent: goodShare(step),
    }
  })
}

/** When the budget is spent at the pace of the last hour; null where it lasts, is spent already, or nothing is known. */
export const exhaustedAt = (leftPercent: number | null, hourRate: number | null, promise: Target, nowMs: number): number | null => {
  if (leftPercent === null || leftPercent <= 0 || hourRate === null || hourRate <= 1) return null
  const leftMs = ((leftPercent / 100) * promise.periodDays * dayMs) / hourRate
  return leftMs > promise.periodDays * dayMs ? null : Math.round(nowMs + leftMs)
}

/** At most so many steps: neighbours are joined. */
export const joinSteps = (steps: readonly CountedStep[], stepMs: number, most: number): { stepMs: number; steps: CountedStep[] } => {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return { stepMs, steps: [] }
  const count = (last.atMs - first.atMs) / stepMs + 1
  const widerMs = stepMs * Math.max(1, Math.ceil(count / most))
  const joined = new Map<number, CountedStep>()
  for (const { atMs, total, bad } of steps) {
    const at = first.atMs + Math.floor((atMs - first.atMs) / widerMs) * widerMs
    const known = joined.get(at)
    joined.set(at, { atMs: at, total: (known?.total ?? 0) + total, bad: (known?.bad ?? 0) + bad })
  }
  return { stepMs: widerMs, steps: [...joined.values()] }
}
