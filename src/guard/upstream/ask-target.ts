/** Asks a target whether it is well. */
import type { Pool } from 'undici'
import type { Upstream } from '../../shared/policy.ts'

export const askTarget = async (pool: Pool, { path, timeoutMs, statuses }: NonNullable<Upstream['activeHealth']>): Promise<boolean> => {
  try {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path,
      headers: { 'user-agent': 'gatehouse-health' },
      signal: AbortSignal.timeout(timeoutMs),
    })
    // Read to its end, so that the connection can be used again; a long one is cut off.
    await body.dump({ limit: 65_536 })
    return statusCode >= statuses[0] && statusCode <= statuses[1]
  } catch {
    return false
  }
}
