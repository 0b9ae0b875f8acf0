/** Where the guard counts its limits. */
import type { Policy } from '../../../shared/policy.ts'
import { Section } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { editOrTell } from './guard-acts.ts'

const stores = [
  { value: 'memory', label: 'In memory' },
  { value: 'sqlite', label: 'In a file' },
] as const

const meaning: Record<Policy['limitStore'], string> = {
  memory: 'The quickest. A guard that is started again begins to count from nothing.',
  sqlite: 'What was used stays used when the guard is started again, and guards on this machine that share the file count together.',
  redis:
    'Guards on any machine that share the Redis count together, exactly. While it cannot be reached, each guard counts in its own memory.',
}

/** That the file cannot be used is told on every page, by a strip. */
export const LimitStorePanel = ({ policy, mayWrite }: { policy: Policy; mayWrite: boolean }) => (
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
  </Section>
)
