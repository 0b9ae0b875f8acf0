/** Where the guard counts its limits, and whether it can. */
import type { Policy } from '../../../shared/policy.ts'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { editOrTell } from './guard-acts.ts'
import { useGuardState } from './guard-queries.ts'

const stores = [
  { value: 'memory', label: 'In memory' },
  { value: 'sqlite', label: 'In a file' },
] as const

const meaning: Record<Policy['limitStore'], string> = {
  memory: 'The quickest. A guard that is started again begins to count from nothing.',
  sqlite: 'What was used stays used when the guard is started again, and guards on this machine that share the file count together.',
}

export const LimitStorePanel = ({ policy, mayWrite }: { policy: Policy; mayWrite: boolean }) => {
  const problem = useGuardState().data?.limitsProblem ?? null
  return (
    <Section id="limit-store" title="Where it is counted" text={meaning[policy.limitStore]}>
      <Segments
        label="Where limits are counted"
        value={policy.limitStore}
        options={stores}
        disabled={!mayWrite}
        onChange={(store) =>
          editOrTell(
            policy.revision,
            [{ kind: 'set-limit-store', store }],
            store === 'sqlite' ? 'Limits are counted in a file' : 'Limits are counted in memory',
            'Where limits are counted was not changed',
          )
        }
      />
      {problem !== null && (
        <div className="mt-4">
          <Notice severity="high">
            <p>The guard cannot count in the file: {problem}. Until it can again it counts in memory, by itself and from nothing.</p>
          </Notice>
        </div>
      )}
    </Section>
  )
}
