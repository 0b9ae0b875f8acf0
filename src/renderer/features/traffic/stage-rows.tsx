/** Stages from top to bottom: each let through, stopped at, or never reached, with what it decided and the time it took. */
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatFigure } from '../../ui/figures.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { stageTitle, type Gate } from './gate-path.ts'

export interface StageRow extends Gate {
  words: string
  /** Why it stands where it stands. */
  why?: string
}

const Sign = ({ kind, severity }: { kind: Gate['kind']; severity: Severity }) => {
  if (kind === 'stopped') return <SeverityShape severity={severity} className="mt-1 ml-0.5" />
  if (kind === 'never') return <CircleDashed aria-hidden className="mt-0.5 text-3" />
  return <CircleCheck aria-hidden className="mt-0.5 text-2" />
}

/** `severity`: of what stopped it. `wide`: there is room beside a side panel's. */
export const StageRows = ({ rows, severity, wide = false }: { rows: readonly StageRow[]; severity: Severity; wide?: boolean }) => (
  <ol aria-label="Stages" className="py-2">
    {rows.map(({ name, kind, ms, words, why }) => (
      <li
        key={name}
        data-stage={name}
        data-kind={kind}
        data-sev={kind === 'stopped' ? severity : undefined}
        className={classNames(
          'grid gap-x-2 px-4 py-1.5',
          wide ? 'grid-cols-[20px_112px_minmax(0,1fr)_64px]' : 'grid-cols-[20px_72px_minmax(0,1fr)_64px]',
          kind === 'stopped' && 'bg-sev-tint',
          kind === 'never' && 'text-3',
        )}
      >
        <Sign kind={kind} severity={severity} />
        <span className={kind === 'never' ? undefined : 'font-strong'} title={why}>
          {stageTitle(name)}
        </span>
        <span className={classNames('pt-0.5 text-small [overflow-wrap:anywhere]', kind === 'passed' && 'text-2')}>{words}</span>
        <span className={classNames('pt-0.5 text-right text-small', kind === 'passed' && 'text-2')}>
          {ms !== null && formatFigure(ms, { unit: 'ms' })}
        </span>
      </li>
    ))}
  </ol>
)
