/** One objective: what was promised, how it stands, and what is left of its budget. */
import type { Objective } from '../../../shared/contract/objectives.ts'
import { classNames } from '../../ui/class-names.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { BudgetBar } from './budget-bar.tsx'
import { formatShare, promiseWords, stateNames } from './objective-words.ts'

interface ObjectiveRowProps {
  of: Objective
  routeName: (id: string) => string
  open: boolean
  onOpen: () => void
}

const severities = { well: null, 'no-data': null, burning: 'high', spent: 'critical' } as const

export const ObjectiveRow = ({ of: objective, routeName, open, onOpen }: ObjectiveRowProps) => {
  const severity = severities[objective.state]
  return (
    <li>
      <button
        type="button"
        aria-pressed={open}
        data-objective={objective.id}
        onClick={onOpen}
        className={classNames(
          'grid w-full grid-cols-[minmax(0,1fr)_128px_96px_160px] items-center gap-4 border-b border-hairline-soft px-4 py-3 text-left -outline-offset-2 hover:bg-hover',
          'max-wide:grid-cols-[minmax(0,1fr)_112px_144px]',
          'aria-pressed:bg-accent-tint aria-pressed:shadow-[inset_2px_0_var(--accent)]',
        )}
      >
        <span className="min-w-0">
          <span className="block cut font-strong">{objective.name}</span>
          <span className="block cut text-small text-2">{promiseWords(objective, routeName)}</span>
        </span>
        <span className="flex items-center gap-1.5">
          {severity && <SeverityShape severity={severity} />}
          <span className={classNames('cut', severity === null && 'text-2')}>{stateNames[objective.state]}</span>
        </span>
        <span className="text-right max-wide:hidden">
          {objective.goodPercent === null ? <span className="text-3">–</span> : `${formatShare(objective.goodPercent)} %`}
          <span className="block text-small text-3">good</span>
        </span>
        <BudgetBar of={objective} />
      </button>
    </li>
  )
}
