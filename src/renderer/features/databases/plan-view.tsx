/** A plan of SQLite, step below step; what costs in it is marked and said in words. */
import type { PlanMark, PlanStep } from '../../../shared/contract/databases.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { SeverityShape } from '../../ui/severity.tsx'

const severityOf: Record<PlanMark, Severity> = { scan: 'low', 'automatic-index': 'medium', sort: 'low', 'index-scan': 'info' }

export const PlanView = ({ label, plan }: { label: string; plan: readonly PlanStep[] }) =>
  plan.length === 0 ? (
    <p className="text-small text-2">It reads no table.</p>
  ) : (
    <ol aria-label={label} className="grid gap-1">
      {plan.map(({ depth, detail, mark, words }, at) => (
        <li key={at} style={{ paddingLeft: `${depth * 16}px` }}>
          <span className="font-mono text-code [overflow-wrap:anywhere]">{detail}</span>
          {mark !== null && (
            <span className="flex items-start gap-1.5 text-small text-2">
              <SeverityShape severity={severityOf[mark]} className="mt-0.5 flex-none" />
              {words}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
