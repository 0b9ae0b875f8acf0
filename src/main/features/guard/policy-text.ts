/** A policy as it lies in the database: JSON, packed. */
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Policy } from '../../../shared/policy.ts'

export const packPolicy = (policy: Policy): Buffer => gzipSync(JSON.stringify(policy))
/** Not validated: what a policy must be may have changed since. */
export const unpackPolicy = (packed: Uint8Array): unknown => JSON.parse(gunzipSync(packed).toString())
