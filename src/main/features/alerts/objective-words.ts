/** Objectives in words. */
import type { GivenObjective, Indicator } from '../../../shared/contract/objectives.ts'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const upTo3 = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** 99.9234 is not 100 and not 99.9 where the target is 99.95: three digits, and never rounded up to all. */
export const percentWords = (percent: number): string => upTo3.format(percent < 100 ? Math.min(percent, 99.999) : percent)

export const indicatorWords = (indicator: Indicator, routeName: string | null): string => {
  const of = indicator.route === null ? 'requests' : `requests to ${routeName ?? indicator.route}`
  return indicator.kind === 'availability' ? `${of} that do not fail` : `${of} answered within ${whole.format(indicator.withinMs)} ms`
}

const daysWords = (days: number): string => (days === 1 ? 'one day' : `${whole.format(days)} days`)

export interface Figures {
  total: number
  goodPercent: number | null
  budgetLeftPercent: number | null
  measuredSinceMs: number | null
}

const dayMs = 86_400_000

/** "99.93 % of 12,431 requests were good in 30 days: 30 % of the error budget is left." */
export const objectiveSentence = (
  given: GivenObjective,
  { total, goodPercent, budgetLeftPercent, measuredSinceMs }: Figures,
  nowMs: number,
): string => {
  if (goodPercent === null || budgetLeftPercent === null || measuredSinceMs === null)
    return `No request in ${daysWords(given.periodDays)} counts for this yet.`
  const measuredDays = (nowMs - measuredSinceMs) / dayMs
  const over =
    measuredDays >= given.periodDays - 1
      ? `in ${daysWords(given.periodDays)}`
      : measuredDays < 1
        ? 'in the hours that are measured so far'
        : `in the ${daysWords(Math.floor(measuredDays))} that ${measuredDays < 2 ? 'is' : 'are'} measured so far`
  const left =
    budgetLeftPercent > 0
      ? `${whole.format(Math.floor(budgetLeftPercent))} % of the error budget is left.`
      : budgetLeftPercent === 0
        ? 'the error budget is spent.'
        : `the error budget is overspent by ${whole.format(Math.ceil(-budgetLeftPercent))} %.`
  return `${percentWords(goodPercent)} % of ${whole.format(total)} ${total === 1 ? 'request was' : 'requests were'} good ${over}: ${left}`
}

export const ruleSummary = ({ name, targetPercent, periodDays }: GivenObjective): string =>
  `At this pace the error budget of “${name}” (${percentWords(targetPercent)} % good in ${daysWords(periodDays)}) does not last. ` +
  'See in Traffic which route and which answers fail, and whether something was changed shortly before.'
