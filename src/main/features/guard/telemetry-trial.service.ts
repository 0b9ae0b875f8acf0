/** Has the guard send something by OpenTelemetry at once. Nothing is changed; that it was done is entered. */
import type { TelemetryTried } from '../../../shared/telemetry-state.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import type { By, Database } from '../../database/database.ts'
import type { GuardLink } from './guard-link.service.ts'
import type { Policy } from '../../../shared/policy.ts'

export interface TelemetryTrialOptions {
  database: Pick<Database, 'append'>
  policy(): Policy
  link: Pick<GuardLink, 'tryTelemetry'>
}

/** Throws CONFLICT where nothing is to be sent, and BUSY where the guard does not answer. */
export const createTelemetryTrial =
  ({ database, policy, link }: TelemetryTrialOptions) =>
  async (by: By): Promise<TelemetryTried[]> => {
    const { telemetry } = policy()
    if (telemetry === null) throw new GatehouseError('CONFLICT', 'Nothing is sent by OpenTelemetry: turn it on first.', {})
    let tried: TelemetryTried[] = []
    try {
      tried = await link.tryTelemetry()
      return tried
    } finally {
      const taken = tried.length > 0 && tried.every((one) => one.taken)
      // What a machine was made to connect to is worth knowing, whatever came of it.
      await database.append(by, {
        action: 'guard.telemetry-tried',
        outcome: taken ? 'done' : 'failed',
        message: `${by.actor.name} sent a test by OpenTelemetry to ${telemetry.url}`,
        target: { kind: 'guard', id: null, name: 'guard' },
        detail: { url: telemetry.url, taken },
      })
    }
  }
