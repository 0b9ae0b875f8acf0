/** The gate path from top to bottom: each stage, what it decided and why, and the time it took. */
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { classNames } from '../../ui/class-names.ts'
import { formatFigure } from '../../ui/figures.ts'
import { SeverityShape } from '../../ui/severity.tsx'
import { gatePath, gateWords, stageTitle, type Gate } from './gate-path.ts'

interface StagePathProps {
  of: RequestRecord
  severity: Severity | null
  routeName: string | null
  consumerName: string | null
  limitName: (id: string) => string
}

const Sign = ({ kind, severity }: { kind: Gate['kind']; severity: Severity }) => {
  if (kind === 'stopped') return <SeverityShape severity={severity} className="mt-1 ml-0.5" />
  if (kind === 'never') return <CircleDashed aria-hidden className="mt-0.5 text-3" />
  return <CircleCheck aria-hidden className="mt-0.5 text-2" />
}

export const StagePath = ({ of: request, severity, routeName, consumerName, limitName }: StagePathProps) => {
  const weight = severity ?? 'low'
  return (
    <ol aria-label="Stages" className="py-2">
      {gatePath(request).map((gate) => (
        <li
          key={gate.name}
          data-stage={gate.name}
          data-kind={gate.kind}
          data-sev={gate.kind === 'stopped' ? weight : undefined}
          className={classNames(
            'grid grid-cols-[20px_72px_minmax(0,1fr)_64px] gap-x-2 px-4 py-1.5',
            gate.kind === 'stopped' && 'bg-sev-tint',
            gate.kind === 'never' && 'text-3',
          )}
        >
          <Sign kind={gate.kind} severity={weight} />
          <span className={gate.kind === 'never' ? undefined : 'font-strong'}>{stageTitle(gate.name)}</span>
          <span className={classNames('pt-0.5 text-small [overflow-wrap:anywhere]', gate.kind === 'passed' && 'text-2')}>
            {gateWords(gate, request, { route: routeName, consumer: consumerName, limit: limitName })}
          </span>
          <span className={classNames('pt-0.5 text-right text-small', gate.kind === 'passed' && 'text-2')}>
            {gate.ms !== null && formatFigure(gate.ms, { unit: 'ms' })}
          </span>
        </li>
      ))}
    </ol>
  )
}
