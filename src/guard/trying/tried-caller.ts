/** Who calls in a try: nobody, whoever has the key that was given, or a consumer with a key that is good for this one request. */
import { makeConsumerKey } from '../../ports/consumer-key.ts'
import type { Ids } from '../../ports/ids.ts'
import type { RequestToTry, TriedAs } from '../../shared/tried-request.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { compileKeys } from '../policy/snapshot.ts'

const withKey = (request: RequestToTry, key: string): RequestToTry => ({
  ...request,
  headers: [...request.headers, { name: 'authorization', value: `Bearer ${key}` }],
})

/** The key stands in this snapshot alone, so that a consumer is told, and judged, as it always is. One that the policy does not know has a key that is not known. */
export const asCaller = (
  snapshot: Snapshot,
  request: RequestToTry,
  as: TriedAs,
  ids: Ids,
): { snapshot: Snapshot; request: RequestToTry } => {
  if (as.kind === 'nobody') return { snapshot, request }
  if (as.kind === 'key') return { snapshot, request: withKey(request, as.key) }
  const consumer = snapshot.policy.consumers.find(({ id }) => id === as.consumer)
  const { key, prefix, hash } = makeConsumerKey(ids)
  if (!consumer) return { snapshot, request: withKey(request, key) }
  const own = compileKeys([{ ...consumer, keys: [{ id: 'tried', prefix, hash, scopes: null, expiresAtMs: null }] }])
  return { snapshot: { ...snapshot, keys: new Map([...snapshot.keys, ...own]) }, request: withKey(request, key) }
}
