/** Whom a limit keeps out, and until when; lifted by hand. */
import type { PenaltyInForce } from '../../../shared/limit-parts.ts'
import type { Limit, Policy } from '../../../shared/policy.ts'
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { toastDone, toastProblem } from '../../ui/toast.tsx'
import { problemSentence } from './guard-acts.ts'
import { renewGuard } from './guard-queries.ts'
import { keyWords } from './guard-words.ts'

const mostShown = 10

const lift = async (limit: string, key: string, name: string): Promise<void> => {
  try {
    const { lifted } = await client.guard.liftPenalty({ limit, key })
    toastDone({ title: lifted ? `“${name}” may come again` : `“${name}” was not kept out any more` })
  } catch (error) {
    toastProblem({ title: `“${name}” is still kept out`, text: problemSentence(error) })
  }
  await renewGuard()
}

interface PenaltiesProps {
  policy: Policy
  limit: Limit
  penalties: readonly PenaltyInForce[]
  mayWrite: boolean
}

export const PenaltiesInForce = ({ policy, limit, penalties, mayWrite }: PenaltiesProps) => {
  if (penalties.length === 0) return null
  return (
    <ul className="grid gap-1 text-small" aria-label={`Kept out by “${limit.name}”`}>
      {penalties.slice(0, mostShown).map(({ key, level, untilMs }) => {
        const name = keyWords(policy, limit, key)
        return (
          <li key={key} className="flex items-center gap-2">
            <span className="cut min-w-0 font-mono text-code">{name}</span>
            <span className="flex-none text-critical">
              is kept out until <Timestamp atMs={untilMs} look="list" />
              {level > 1 && `, ${formatCount(level)} times in a row`}
            </span>
            {mayWrite && (
              <Button onClick={() => void lift(limit.id, key, name)} aria-label={`Let “${name}” come again`}>
                Lift
              </Button>
            )}
          </li>
        )
      })}
      {penalties.length > mostShown && <li className="text-2">and {formatCount(penalties.length - mostShown)} more kept out</li>}
    </ul>
  )
}
