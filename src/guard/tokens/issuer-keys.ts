/** The keys of one issuer, wherever they come from: which of them may have signed a token. */
import { createLocalJWKSet, errors } from 'jose'
import type { CryptoKey, JWTHeaderParameters } from 'jose'
import type { PublicKeys } from '../../ports/public-keys.ts'
import type { Issuer, IssuerState } from '../../shared/issuer.ts'
import { isOfSecret, secretBytes } from '../../shared/issuer.ts'

export type TokenKey = CryptoKey | Uint8Array
export type TokenHeader = JWTHeaderParameters & { alg: string }

export interface IssuerKeys {
  /** Those that go with the header, none where none does; null: the keys cannot be had now. */
  find(header: TokenHeader): Promise<readonly TokenKey[] | null>
  /** Whether what was found before still holds: another number means that other keys do. */
  generation(): number
  usable(): boolean
  state(): Omit<IssuerState, 'id'>
  close(): void
}

/** Of keys without ids each would have to be tried. */
const mostTried = 8
const mostIds = 20

export interface KeySet {
  select(header: TokenHeader): Promise<readonly TokenKey[]>
  count: number
  ids: string[]
}

export const createKeySet = ({ keys, withoutIds }: PublicKeys): KeySet => {
  const find = createLocalJWKSet({ keys })
  return {
    count: keys.length,
    ids: keys.flatMap(({ kid }) => (typeof kid === 'string' ? [kid.slice(0, 100)] : [])).slice(0, mostIds),
    select: async ({ alg, kid }) => {
      try {
        return [await find({ alg, ...(withoutIds || kid === undefined ? {} : { kid }) })]
      } catch (error) {
        if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return []
        const several: TokenKey[] = []
        for await (const key of error) {
          several.push(key)
          if (several.length === mostTried) break
        }
        return several
      }
    },
  }
}

const fixed = { generation: () => 0, close: () => {} }

export const createPastedKeys = (read: PublicKeys): IssuerKeys => {
  const set = createKeySet(read)
  const problem = read.unusable === 0 ? null : `${read.unusable} of its keys cannot be used.`
  return {
    ...fixed,
    find: (header) => set.select(header),
    usable: () => true,
    state: () => ({ keys: set.count, kids: set.ids, fetchedAtMs: null, usable: true, problem }),
  }
}

/** `secret` null: it cannot be had now. */
export const createSecretKeys = (secret: string | null, algorithms: Issuer['algorithms']): IssuerKeys => {
  const bytes = secret === null ? null : Buffer.from(secret)
  const least = Math.max(0, ...algorithms.filter(isOfSecret).map((name) => secretBytes[name]))
  const usable = bytes !== null && bytes.length >= least
  const problem = bytes === null ? 'The secret cannot be had now.' : usable ? null : `The secret is shorter than ${least} bytes.`
  return {
    ...fixed,
    find: async () => (usable ? [bytes] : null),
    usable: () => usable,
    state: () => ({ keys: usable ? 1 : 0, kids: [], fetchedAtMs: null, usable, problem }),
  }
}
