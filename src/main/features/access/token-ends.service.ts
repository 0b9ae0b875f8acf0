/** Watches for the end of access tokens, so that streams that are open with one end with it. */
import type { Clock } from '../../../ports/clock.ts'
import type { LiveEvents } from '../../../ports/live-events.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { Database } from '../../database/database.ts'
import { tokensInForce } from './access-token.store.ts'

/** The wall clock may jump, so ends are looked at this often at least; and no oftener than twice a second. */
const longestNapMs = 60_000
const shortestNapMs = 500

export interface TokenEndsOptions {
  database: Pick<Database, 'read'>
  clock: Clock
  events: LiveEvents
  logger: Logger
}

export const watchTokenEnds = ({ database, clock, events, logger }: TokenEndsOptions) => {
  /** Those in force when they were last looked at, each with its user. */
  let inForce = new Map<string, string>()
  let cancelNap = () => {}
  let stopped = false

  const look = (): void => {
    cancelNap()
    if (stopped) return
    try {
      const rows = database.read((db) => tokensInForce(db, clock.now()))
      const now = new Map(rows.map(({ id, userId }) => [id, userId]))
      const ended = [...inForce].filter(([id]) => !now.has(id)).map(([, userId]) => userId)
      inForce = now
      for (const userId of new Set(ended)) events.publish({ kind: 'session-changed', userId, sessionId: null })
      if (rows.length === 0) return
      const nextMs = Math.min(...rows.map(({ expiresAtMs }) => expiresAtMs)) - clock.now()
      cancelNap = clock.after(Math.min(Math.max(nextMs, shortestNapMs), longestNapMs), look)
    } catch (error) {
      logger.error({ err: error }, 'the access tokens could not be looked through')
      cancelNap = clock.after(longestNapMs, look)
    }
  }
  look()

  return {
    /** After one was made. */
    look,
    stop: () => {
      stopped = true
      cancelNap()
    },
  }
}
