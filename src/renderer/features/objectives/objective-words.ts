/** Objectives in words, as the page says them. */
import type { GivenObjective, Indicator, Objective } from '../../../shared/contract/objectives.ts'
import { formatCount, formatDuration } from '../../ui/format.ts'

const upTo3 = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })

/** 99.9996 is not all: never rounded up to 100. */
export const formatShare = (percent: number): string => upTo3.format(percent < 100 ? Math.min(percent, 99.999) : percent)

const daysWords = (days: number): string => (days === 1 ? 'any day' : `any ${formatCount(days)} days`)

export const goodWords = (indicator: Indicator, routeName: (id: string) => string): string => {
  const of = indicator.route === null ? 'requests' : `requests to ${routeName(indicator.route)}`
  return indicator.kind === 'availability' ? `${of} do not fail` : `${of} are answered within ${formatCount(indicator.withinMs)} ms`
}

/** "99.9 % of requests do not fail, in any 30 days" */
export const promiseWords = (given: GivenObjective, routeName: (id: string) => string): string =>
  `${formatShare(given.targetPercent)} % of ${goodWords(given.indicator, routeName)}, in ${daysWords(given.periodDays)}`

export const stateNames: Record<Objective['state'], string> = {
  well: 'Well',
  burning: 'Burns too fast',
  spent: 'Budget spent',
  'no-data': 'No requests yet',
}

/** 99.9 % over 30 days: if everything failed, for how long. */
export const allowanceWords = ({ targetPercent, periodDays }: Pick<GivenObjective, 'targetPercent' | 'periodDays'>): string =>
  formatDuration(((100 - targetPercent) / 100) * periodDays * 86_400_000)

const friendlyTargets = [99.99, 99.95, 99.9, 99.5, 99, 98, 95, 90]

/** The highest usual target that would have left some of the budget; null where none would, or the target given would as well. */
export const suggestedTarget = ({ goodPercent, total }: { goodPercent: number | null; total: number }, target: number): number | null => {
  if (goodPercent === null || total < 100) return null
  const kept = (one: number) => (100 - goodPercent) / (100 - one) <= 0.7
  if (kept(target)) return null
  return friendlyTargets.find((one) => one < target && kept(one)) ?? null
}
