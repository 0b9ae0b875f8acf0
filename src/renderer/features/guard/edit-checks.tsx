/** What edits would do, asked of the core while one types: faults that stand in the way, warnings worth a second look. */
import { useQuery } from '@tanstack/react-query'
import type { PolicyEdit } from '../../../shared/policy-edits.ts'
import { orpc } from '../../api/client.ts'
import { Notice } from '../../ui/notice.tsx'

/** `edits` null: there is nothing to check yet. Answers with the edits that were checked. */
export const useEditChecks = (revision: number, edits: PolicyEdit[] | null) => {
  const { data } = useQuery(
    orpc.guard.check.queryOptions({ input: { revision, edits: edits ?? [] }, enabled: edits !== null, retry: false, staleTime: 0 }),
  )
  return data && edits ? { ...data, edits } : undefined
}

export const EditChecks = ({ checks }: { checks: ReturnType<typeof useEditChecks> }) => (
  <div role="status" className="grid gap-2 empty:hidden">
    {checks?.faults.map(({ path, message }) => (
      <Notice key={path + message} severity="high">
        <p>
          {message} <code className="font-mono text-code text-2">{path}</code>
        </p>
      </Notice>
    ))}
    {checks?.warnings.map((warning) => (
      <Notice key={warning} severity="medium">
        <p>{warning}</p>
      </Notice>
    ))}
  </div>
)
