/** The issuers of a policy with their keys; one whose keys come from the same place keeps what was fetched of them. */
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../ports/clock.ts'
import { readPublicKeys } from '../../ports/public-keys.ts'
import type { Issuer } from '../../shared/issuer.ts'
import { createFetchedKeys } from './fetched-keys.ts'
import { fetchKeys } from './fetch-keys.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { createPastedKeys, createSecretKeys } from './issuer-keys.ts'

export interface KnownIssuer {
  issuer: Issuer
  keys: IssuerKeys
}
export type IssuerTable = ReadonlyMap<string, KnownIssuer>

/** Something happened to the keys of an issuer. */
export type IssuerNews =
  | { kind: 'keys-away'; issuer: string; why: string }
  | { kind: 'keys-back'; issuer: string }
  | { kind: 'keys-changed'; issuer: string; count: number; added: number; removed: number }

export interface IssuerTableOptions {
  clock: Clock
  secretOf(reference: string): string | null
  onNews(news: IssuerNews): void
}

/** Of texts that were judged before the policy is applied. */
const pasted = (text: string): IssuerKeys => {
  const read = readPublicKeys(text)
  return createPastedKeys(read.ok ? read : { keys: [], withoutIds: false, unusable: 0 })
}

/** The next table, and keys of the former that nobody needs any more. An issuer that is off is not in it. */
export const changeIssuers = (
  before: IssuerTable,
  issuers: readonly Issuer[],
  { clock, secretOf, onNews }: IssuerTableOptions,
): { table: IssuerTable; obsolete: IssuerKeys[] } => {
  const keysOf = (issuer: Issuer): IssuerKeys => {
    const { id, keys: from, algorithms } = issuer
    if (from.kind === 'pasted') return pasted(from.text)
    if (from.kind === 'secret') return createSecretKeys(secretOf(from.secret), algorithms)
    const known = before.get(id)
    if (known && isDeepStrictEqual(known.issuer.keys, from)) return known.keys
    return createFetchedKeys({
      from,
      clock,
      fetch: fetchKeys,
      onProblem: (why) => onNews(why === null ? { kind: 'keys-back', issuer: id } : { kind: 'keys-away', issuer: id, why }),
      onOthers: (keys) => onNews({ kind: 'keys-changed', issuer: id, ...keys }),
    })
  }
  const table = new Map(issuers.filter(({ enabled }) => enabled).map((issuer) => [issuer.id, { issuer, keys: keysOf(issuer) }]))
  const kept = new Set([...table.values()].map(({ keys }) => keys))
  return { table, obsolete: [...before.values()].flatMap(({ keys }) => (kept.has(keys) ? [] : [keys])) }
}
