/** Who is near a limit or over it at this moment, and how often it refused or would have. */
import type { PenaltyInForce } from '../../../shared/limit-parts.ts'
import { capacityOf } from '../../../shared/limit-parts.ts'
import type { Limit, Policy } from '../../../shared/policy.ts'
import { formatCount, formatCounted } from '../../ui/format.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { keyWords } from './guard-words.ts'

export interface LimitInUse {
  keys: number
  nearest: readonly { key: string; left: number }[]
  asked: number
  refused: number
  sinceMs: number | null
  penalties: readonly PenaltyInForce[]
}

const mostShown = 5

export const NearLimit = ({ policy, limit, inUse }: { policy: Policy; limit: Limit; inUse: LimitInUse | undefined }) => {
  if (!inUse || inUse.sinceMs === null || (inUse.asked === 0 && inUse.keys === 0))
    return <p className="text-small text-3">Nobody was counted yet.</p>
  const capacity = capacityOf(limit)
  const dry = limit.mode === 'dry-run'
  // Only what is at least half used up is worth a line.
  const near = inUse.nearest.filter(({ left }) => left <= capacity / 2)
  const refused = inUse.refused === 0 ? 'nothing' : `${formatCount(inUse.refused)} of ${formatCounted(inUse.asked, 'request', 'requests')}`
  return (
    <div className="grid gap-1 text-small">
      <p className="text-2">
        {dry ? 'It would have refused ' : 'It refused '}
        {refused} since <Timestamp atMs={inUse.sinceMs} look="list" />
        {near.length === 0 && inUse.keys > 0 && `; ${formatCounted(inUse.keys, 'caller is', 'callers are')} counted now, none near it`}.
      </p>
      {near.length > 0 && (
        <ul className="grid gap-1" aria-label="Near it or over it">
          {near.slice(0, mostShown).map(({ key, left }) => (
            <li key={key} className="flex items-center gap-2">
              <span className="cut min-w-0 font-mono text-code">{keyWords(policy, limit, key)}</span>
              <span className={left === 0 ? 'flex-none text-critical' : 'flex-none text-2'}>
                {left > 0
                  ? `has ${formatCount(left)} of ${formatCount(capacity)} left`
                  : dry
                    ? 'has used it up: more would be refused'
                    : 'has used it up: more is refused'}
              </span>
            </li>
          ))}
          {near.length > mostShown && <li className="text-2">and {formatCount(near.length - mostShown)} more</li>}
        </ul>
      )}
    </div>
  )
}
