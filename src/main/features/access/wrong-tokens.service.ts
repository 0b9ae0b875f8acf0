/** Wrong access tokens: entered by source, and slowed without holding up right ones. */
import type { Clock } from '../../../ports/clock.ts'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By } from '../../database/database.ts'
import { sourceNetwork } from '../../database/source-network.ts'
import type { RepeatedEvents } from '../../database/repeated-events.ts'
import type { TokenIdentity } from '../handlers.ts'
import { tokenTarget } from './actors.ts'
import { afterFailure, isForgotten, standingOf } from './attempt-policy.ts'
import type { AttemptRecord } from './attempt-policy.ts'
import { durationWords } from './duration-words.ts'

/** No lock: all programs of a machine come from one address. */
const rules = { failuresBeforeLock: Number.MAX_SAFE_INTEGER, lockMs: 0 }
const mostSources = 1000

export const createWrongTokens = ({ repeated, clock }: { repeated: Pick<RepeatedEvents, 'append'>; clock: Clock }) => {
  /** By network. In memory: a restart forgives, and 256 bits are not guessed between two of them. */
  const wrong = new Map<string, AttemptRecord>()

  const count = (network: string) => {
    const nowMs = clock.now()
    for (const [key, record] of wrong) if (isForgotten(record, nowMs)) wrong.delete(key)
    const oldest = wrong.keys().next()
    if (wrong.size >= mostSources && !wrong.has(network) && !oldest.done) wrong.delete(oldest.value)
    wrong.set(network, afterFailure(wrong.get(network) ?? null, nowMs, rules))
  }

  return {
    /** `known`: the one that is not in force any more; null: nobody has such a token. */
    enter: (by: By, known: { id: string; name: string; severity: Severity } | null, sentence: string): Promise<void> =>
      repeated.append(
        by,
        {
          action: 'access-token.refused',
          severity: known?.severity ?? 'low',
          outcome: 'refused',
          message: known ? `The access token “${known.name}” was refused: ${sentence}` : 'An access token that nobody has was refused',
          target: known && tokenTarget(known),
        },
        { class: 'access-token.refused', source: by.source, consumer: known?.id ?? null },
      ),

    /** Counts it against its source; what to answer. Never waits: connections held open would keep right tokens out. */
    slow: (source: string, answer: TokenIdentity): TokenIdentity => {
      const network = sourceNetwork(source)
      const standing = standingOf(wrong.get(network) ?? null, 0, clock.now())
      if (standing.kind !== 'wait') {
        count(network)
        return answer
      }
      const { retryAfterMs } = standing
      const sentence = `Too many wrong access tokens came from here. Try again in ${durationWords(retryAfterMs)}.`
      return { kind: 'refused', error: new GatehouseError('TOO_MANY_ATTEMPTS', sentence, { retryAfterMs }) }
    },
  }
}
