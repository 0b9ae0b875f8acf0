/** The gate path of a record: each stage, what it decided and why, and the time it took. */
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { gatePath, gateWords } from './gate-path.ts'
import { StageRows } from './stage-rows.tsx'

interface StagePathProps {
  of: RequestRecord
  severity: Severity | null
  routeName: string | null
  consumerName: string | null
  limitName: (id: string) => string
}

export const StagePath = ({ of: request, severity, routeName, consumerName, limitName }: StagePathProps) => {
  const names = { route: routeName, consumer: consumerName, limit: limitName }
  const rows = gatePath(request).map((gate) => ({ ...gate, words: gateWords(gate, request, names) }))
  return <StageRows rows={rows} severity={severity ?? 'low'} />
}
