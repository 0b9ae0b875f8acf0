/** Keys of consumers within a policy: given, taken away, and what an earlier policy brings back of them. Pure. */
import type { Consumer } from '../../../shared/consumer.ts'
import type { Policy } from '../../../shared/policy.ts'

type ConsumerKey = Consumer['keys'][number]

const withKeys = (policy: Policy, consumerId: string, change: (keys: readonly ConsumerKey[]) => ConsumerKey[]): Policy => ({
  ...policy,
  consumers: policy.consumers.map((one) => (one.id === consumerId ? { ...one, keys: change(one.keys) } : one)),
})

export const withKey = (policy: Policy, consumerId: string, key: ConsumerKey): Policy =>
  withKeys(policy, consumerId, (keys) => [...keys, key])
export const withoutKey = (policy: Policy, consumerId: string, keyId: string): Policy =>
  withKeys(policy, consumerId, (keys) => keys.filter(({ id }) => id !== keyId))

/**
 * An earlier policy with the keys of today: those issued since stay good, and none that was revoked comes back. A consumer
 * that was removed meanwhile gets back what it had.
 */
export const withKeysOfToday = (earlier: Policy, today: Policy, revoked: ReadonlySet<string>): Policy => ({
  ...earlier,
  consumers: earlier.consumers.map((consumer) => {
    const now = today.consumers.find(({ id }) => id === consumer.id)
    return { ...consumer, keys: now ? now.keys : consumer.keys.filter(({ id }) => !revoked.has(id)) }
  }),
})
