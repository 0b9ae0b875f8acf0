/** Enters into the log who asked for what their role may not: the first time at once, what follows soon with its count. */
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { User } from '../../shared/contract/access.ts'
import type { By, Database } from '../database/database.ts'
import { createRefusalLog } from '../features/access/refusal-log.ts'

export interface RefusedCall {
  by: By
  user: User
  /** As in the contract: `vault.reveal`. */
  procedure: string
  /** What it takes. */
  permission: string
}

export interface RefusedCalls {
  note(call: RefusedCall): void
  /** Enters what still waits. */
  close(): Promise<void>
}

export const createRefusedCalls = ({ database, clock, logger }: { database: Database; clock: Clock; logger: Logger }): RefusedCalls => {
  const log = createRefusalLog(clock, (by, event) =>
    database.append(by, event).then(
      () => {},
      (error: unknown) => logger.error({ err: error }, 'a call that was not permitted could not be entered in the log'),
    ),
  )
  return {
    note: ({ by, user, procedure, permission }) =>
      void log.record(
        `${user.id} ${procedure}`,
        { ...by, actor: { kind: 'user', id: user.id, name: user.name } },
        {
          action: 'call.refused',
          severity: 'medium',
          outcome: 'refused',
          message: `${user.name} asked for ${procedure}, which takes the permission ${permission} and is not for the role ${user.role}`,
          target: { kind: 'procedure', id: null, name: procedure },
          detail: { permission, role: user.role },
        },
      ),
    close: () => log.close(),
  }
}
