/** Whether a policy may be kept by the console, each fault with its place. Pure. */
import { pastedKeyFaults } from '../../../ports/public-keys.ts'
import type { PolicyFault } from '../../../shared/contract/guard.ts'
import type { Policy } from '../../../shared/policy.ts'
import { policySchema } from '../../../shared/policy.ts'
import type { SomeSettings } from '../../../shared/route-settings.ts'

export type Judged = { policy: Policy; faults: null } | { policy: null; faults: PolicyFault[] }

const isOfVault = (secret: string): boolean => /^vault:[\w-]{1,64}$/.test(secret)
const notOfVault = 'a key must not stand in the policy: name one of the vault'

/** What stands there instead is never repeated: it may be the secret itself. */
const onlyFromVault = ({ injectKeys = [], csrfKey = null }: SomeSettings, place: string): PolicyFault[] =>
  [
    ...injectKeys.map(({ secret }, at) => ({ secret, path: `${place}.injectKeys.${at}.secret` })),
    ...(csrfKey === null ? [] : [{ secret: csrfKey, path: `${place}.csrfKey` }]),
  ].flatMap(({ secret, path }) => (isOfVault(secret) ? [] : [{ path, message: notOfVault }]))

/** The secret that tokens of an issuer are signed with. */
const issuersFromVault = ({ issuers }: Policy): PolicyFault[] =>
  issuers.flatMap(({ keys }, at) =>
    keys.kind !== 'secret' || isOfVault(keys.secret) ? [] : [{ path: `issuers.${at}.keys.secret`, message: notOfVault }],
  )

export const judgePolicy = (given: unknown): Judged => {
  const parsed = policySchema.safeParse(given)
  if (!parsed.success)
    return { policy: null, faults: parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })) }
  const policy = parsed.data
  const faults = [
    ...pastedKeyFaults(policy.issuers),
    ...issuersFromVault(policy),
    ...(policy.redis?.password == null || isOfVault(policy.redis.password) ? [] : [{ path: 'redis.password', message: notOfVault }]),
    ...onlyFromVault(policy.defaults, 'defaults'),
    ...policy.routes.flatMap(({ settings }, at) => onlyFromVault(settings, `routes.${at}.settings`)),
  ]
  return faults.length > 0 ? { policy: null, faults } : { policy, faults: null }
}
