/** Lets somebody come again whom a limit keeps out. */
import { GatehouseError } from '../../../shared/errors.ts'
import type { Policy } from '../../../shared/policy.ts'
import type { By, Database } from '../../database/database.ts'
import type { GuardReport } from './guard-link.service.ts'
import { quoted } from './policy-words.ts'

export interface PenaltyLiftOptions {
  database: Database
  policy(): Policy
  /** What the guard told last. */
  reported(): GuardReport['limits']
  /** False where no guard is there. */
  send(limit: string, key: string): boolean
  onLifted(): void
}

const gone = 'The guard is not there, so nobody is kept out by it.'

export const createPenaltyLift =
  ({ database, policy, reported, send, onLifted }: PenaltyLiftOptions) =>
  /** `lifted` false: nobody is kept out so. */
  async (by: By, { limit: id, key }: { limit: string; key: string }): Promise<{ lifted: boolean }> => {
    const name = policy().limits.find((one) => one.id === id)?.name ?? id
    const known = reported().find((one) => one.limit === id)
    const penalty = known?.penalties.find((one) => one.key === key)
    if (!known || !penalty) return { lifted: false }
    await database.change(
      by,
      {
        action: 'limit.penalty-lifted',
        severity: 'medium',
        message: `${by.actor.name} let ${quoted(key)} come again, whom the limit ${quoted(name)} kept out`,
        target: { kind: 'limit', id, name },
        detail: { key, level: penalty.level, untilMs: penalty.untilMs },
      },
      () => {
        // Within it: what was not sent is not entered either.
        if (!send(id, key)) throw new GatehouseError('BUSY', gone, {})
      },
    )
    known.penalties = known.penalties.filter((one) => one !== penalty)
    onLifted()
    return { lifted: true }
  }
