/** What is different between the issuers of tokens of two policies. Whose tokens are believed decides who gets in. Pure. */
import type { Target } from '../../../shared/contract/audit-filter.ts'
import type { Issuer } from '../../../shared/issuer.ts'
import type { Policy } from '../../../shared/policy.ts'
import { compare, same, unlessSame } from './compare-parts.ts'
import type { PolicyChange } from './compare-parts.ts'
import { quoted, timeWords } from './policy-words.ts'

const keysWords = ({ keys }: Issuer): string => {
  if (keys.kind === 'url') return `keys of ${keys.url}, good for ${timeWords(keys.goodForMs)} while they cannot be fetched`
  return keys.kind === 'pasted' ? 'keys that were pasted' : 'a secret of the vault'
}

const wordsOf =
  (policy: Policy) =>
  ({ others, callers }: Issuer): string => {
    const nameOf = (id: string) => quoted(policy.consumers.find((one) => one.id === id)?.name ?? id)
    const own = callers.length === 0 ? '' : `${callers.length} named caller${callers.length === 1 ? '' : 's'}`
    const rest = others === null ? '' : `${own === '' ? 'its callers' : 'all others'} as ${nameOf(others)}`
    return [own, rest].filter((part) => part !== '').join(', ') || 'nobody let in by it'
  }

export const issuerChanges = (before: Policy, after: Policy): PolicyChange[] => {
  const target = ({ id, name }: Issuer): Target => ({ kind: 'issuer', id, name })
  return compare(before.issuers, after.issuers, {
    added: (one) => ({
      sentence: `The issuer ${quoted(one.name)} was added: tokens of ${one.issuer} for ${one.audiences.join(', ')}, by ${keysWords(one)}; ${wordsOf(after)(one)}`,
      severity: 'medium',
      target: target(one),
    }),
    removed: (one) => ({
      sentence: `The issuer ${quoted(one.name)} was removed: its tokens are believed no more`,
      severity: 'medium',
      target: target(one),
    }),
    changed: (from, to) => {
      const parts = [
        ...unlessSame(from.name, to.name, (name) => `called ${quoted(name)}`),
        ...unlessSame(from.enabled, to.enabled, (enabled) => (enabled ? 'believed again' : 'believed no more')),
        ...unlessSame(from.issuer, to.issuer, (issuer) => `tokens of ${issuer}`),
        ...unlessSame(from.audiences, to.audiences, (audiences) => `for ${audiences.join(', ')}`),
        ...unlessSame(from.algorithms, to.algorithms, (algorithms) => `signed by ${algorithms.join(', ')}`),
        ...(same(from.keys, to.keys) ? [] : [`by ${keysWords(to)}`]),
        ...unlessSame(from.type, to.type, (type) => (type === null ? 'of the usual types' : `of the type ${type}`)),
        ...unlessSame(from.toleranceMs, to.toleranceMs, (ms) => `clocks may differ by ${timeWords(ms)}`),
        ...unlessSame(from.maxLifetimeMs, to.maxLifetimeMs, (ms) => `holding for at most ${timeWords(ms)}`),
        ...unlessSame(from.callerClaim, to.callerClaim, (claim) => `the caller named by ${claim}`),
        ...(same([from.callers, from.others], [to.callers, to.others]) ? [] : [wordsOf(after)(to)]),
        ...unlessSame(from.roleClaim, to.roleClaim, (claim) => (claim === null ? 'roles of consumers alone' : `roles by ${claim}`)),
        ...unlessSame(
          from.roles,
          to.roles,
          (roles) => `${roles.map(({ value, role }) => `${value} is ${role}`).join(', ') || 'no claim is a role'}`,
        ),
        ...unlessSame(from.scopeClaim, to.scopeClaim, (claim) =>
          claim === null ? 'scopes of consumers as they are' : `scopes narrowed by ${claim}`,
        ),
      ]
      const onlyName = same({ ...from, name: '' }, { ...to, name: '' })
      return {
        sentence: `The issuer ${quoted(from.name)} was changed: ${parts.join('; ')}`,
        severity: onlyName ? 'low' : 'medium',
        target: target(to),
      }
    },
  })
}
