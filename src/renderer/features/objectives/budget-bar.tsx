/** How much of an error budget is left, as a bar with its figure. */
import type { Objective } from '../../../shared/contract/objectives.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatCount } from '../../ui/format.ts'

/** Never rounded up: a budget of 0.4 % is not one of 1 %. */
export const leftWords = (leftPercent: number | null): string => {
  if (leftPercent === null) return 'Not known yet'
  if (leftPercent < 0) return `Overspent by ${formatCount(Math.ceil(-leftPercent))} %`
  return `${formatCount(Math.floor(leftPercent))} % left`
}

const severities = { well: undefined, 'no-data': undefined, burning: 'high', spent: 'critical' } as const

export const BudgetBar = ({ of: { budgetLeftPercent, state } }: { of: Pick<Objective, 'budgetLeftPercent' | 'state'> }) => (
  <span className="grid min-w-0 gap-1">
    <span className={classNames('text-small', state === 'spent' ? 'text-critical' : budgetLeftPercent === null ? 'text-3' : 'text-2')}>
      {leftWords(budgetLeftPercent)}
    </span>
    <span aria-hidden className="block h-1 overflow-hidden rounded-1 bg-pressed forced-colors:border">
      <span
        data-sev={severities[state]}
        className={classNames(
          'block h-full rounded-1 forced-colors:bg-[Highlight]',
          severities[state] === undefined ? 'bg-accent' : 'bg-sev-fill',
        )}
        style={{ width: `${state === 'spent' ? 100 : Math.max(0, Math.min(100, budgetLeftPercent ?? 0))}%` }}
      />
    </span>
  </span>
)
