/** The vault's keys that routes put into requests, and the token of its figures: resolved for the guard, sent again when one changes, never kept here in plain. */
import { hash } from 'node:crypto'
import type { Policy } from '../../../shared/policy.ts'
import { effectiveSettings } from '../../../shared/route-settings.ts'
import type { Writable } from '../../database/database.ts'

/** What the guard needs of the vault. */
export interface VaultForGuard {
  /** Of a key that is neither deleted nor revoked; null where it cannot be had now. */
  textOf(keyId: string): string | null
  /** Null where there is no such key. */
  labelOf(keyId: string): string | null
  /** Inside the transaction that enters the use. */
  countUses(tx: Writable, keyId: string, uses: number, lastAtMs: number): void
}

const scheme = 'vault:'
export const keyIdOf = (reference: string): string | null => (reference.startsWith(scheme) ? reference.slice(scheme.length) : null)

/** It becomes part of a header: whatever could break out of it is as good as none. */
const fits = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)

const referencesOf = (policy: Policy): ReadonlySet<string> =>
  new Set([
    ...policy.routes
      .filter(({ enabled }) => enabled)
      .flatMap((route) => {
        const { injectKeys, csrfKey } = effectiveSettings(policy, route).settings
        return [...injectKeys.map(({ secret }) => secret), ...(csrfKey === null ? [] : [csrfKey])]
      }),
    ...policy.issuers.flatMap(({ enabled, keys }) => (enabled && keys.kind === 'secret' ? [keys.secret] : [])),
    ...(policy.metrics?.token == null ? [] : [policy.metrics.token]),
    ...(policy.telemetry?.headers ?? []).map(({ secret }) => secret),
    ...(policy.redis?.password == null ? [] : [policy.redis.password]),
  ])

const digestOf = (secrets: Readonly<Record<string, string>>): string =>
  hash('sha256', JSON.stringify(Object.entries(secrets).toSorted(([a], [b]) => (a < b ? -1 : 1))))

export const createInjectedKeys = (vault: VaultForGuard) => {
  let references: ReadonlySet<string> = new Set()
  let of: Policy | null = null
  let sent: string | null = null

  const resolve = (policy: Policy): Record<string, string> => {
    if (of !== policy) references = referencesOf(policy)
    of = policy
    return Object.fromEntries(
      [...references].flatMap((reference) => {
        const keyId = keyIdOf(reference)
        const text = keyId === null ? null : vault.textOf(keyId)
        return text !== null && fits(text) ? [[reference, text]] : []
      }),
    )
  }
  return {
    /** References of a policy that could be had now; their texts stay where they are. */
    available: (policy: Policy): string[] =>
      [...referencesOf(policy)].filter((reference) => {
        const keyId = keyIdOf(reference)
        const text = keyId === null ? null : vault.textOf(keyId)
        return text !== null && fits(text)
      }),
    /** For the socket alone. */
    take: (policy: Policy): Record<string, string> => {
      const secrets = resolve(policy)
      sent = digestOf(secrets)
      return secrets
    },
    /** Whether what was taken last is what there is no more. */
    isStale: (policy: Policy): boolean => sent !== null && digestOf(resolve(policy)) !== sent,
  }
}
