/** Where the guard counts its limits, what that means, and how it is there. */
import { Pencil } from 'lucide-react'
import type { Policy } from '../../../shared/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { editOrTell } from './guard-acts.ts'
import { useGuardState } from './guard-queries.ts'

type Store = Policy['limitStore']

const stores = [
  { value: 'memory', label: 'In memory' },
  { value: 'sqlite', label: 'In a file' },
  { value: 'redis', label: 'In Redis' },
] as const

const meaning: Record<Store, string> = {
  memory: 'The quickest. A guard that is started again begins to count from nothing.',
  sqlite:
    'What was used stays used when the guard is started again, and guards on this machine that share the file count together. Penalties are of each guard.',
  redis:
    'Guards on any machine count together, exactly, penalties too, for one round trip a request. While Redis cannot be reached, each guard counts in its own memory, from nothing.',
}
const done: Record<Store, string> = {
  memory: 'Limits are counted in memory',
  sqlite: 'Limits are counted in a file',
  redis: 'Limits are counted in Redis',
}

interface LimitStoreProps {
  policy: Policy
  mayWrite: boolean
  /** Where Redis is has to be said first. */
  onRedis: () => void
}

export const LimitStorePanel = ({ policy, mayWrite, onRedis }: LimitStoreProps) => {
  const { limitStore, redis, revision } = policy
  const choose = (store: Store) => {
    if (store === 'redis' && redis === null) return onRedis()
    editOrTell(revision, [{ kind: 'set-limit-store', store }], done[store], 'Where limits are counted was not changed')
  }
  return (
    <Section
      id="limit-store"
      title="Where it is counted"
      text={meaning[limitStore]}
      actions={
        mayWrite &&
        limitStore === 'redis' && (
          <Button onClick={onRedis} aria-label="Change the Redis of the limits">
            <Pencil aria-hidden />
            Change…
          </Button>
        )
      }
    >
      <div className="grid justify-items-start gap-3">
        <Segments label="Where limits are counted" value={limitStore} options={stores} disabled={!mayWrite} onChange={choose} />
        {limitStore === 'redis' && redis && <RedisState url={redis.url} />}
      </div>
    </Section>
  )
}

const RedisState = ({ url }: { url: string }) => {
  const state = useGuardState().data
  if (!state) return null
  return (
    <p className="text-small text-2">
      <span className="font-mono text-code text-1">{url}</span>
      {state.limitsRedisSinceMs !== null ? (
        <>
          : connected since <Timestamp atMs={state.limitsRedisSinceMs} look="list" />.
        </>
      ) : state.limitsProblem !== null ? (
        <span className="text-critical">: not used, since {state.limitsProblem}. The guard counts in memory and tries again.</span>
      ) : (
        ': the guard does not run.'
      )}
    </p>
  )
}
