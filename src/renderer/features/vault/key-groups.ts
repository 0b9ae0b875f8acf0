/** Which keys are shown and in what order: searched, narrowed, grouped by provider. */
import { providers, type Provider, type VaultKey } from '../../../shared/contract/vault.ts'
import { providerNames } from './provider-names.ts'

export const wantsLook = (key: VaultKey): boolean =>
  key.flags.length > 0 || (key.check?.known?.result === 'refused' && key.state.kind !== 'revoked' && key.state.kind !== 'deleted')

/** Every word typed stands somewhere in label, tags, provider or hint. */
export const matchesText = (key: VaultKey, typed: string): boolean => {
  const text = [key.label, ...key.tags, providerNames[key.provider], key.provider, key.hint].join('\n').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export type KeyRow = { kind: 'provider'; provider: Provider; count: number } | { kind: 'key'; key: VaultKey }

const byLabel = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Providers with most keys first, what nobody recognised last; in each, revoked keys last. */
export const groupKeys = (keys: readonly VaultKey[]): KeyRow[] => {
  const groups = Map.groupBy(keys, ({ provider }) => provider)
  const order = [...groups].toSorted(
    ([a, ofA], [b, ofB]) =>
      Number(a === 'other') - Number(b === 'other') || ofB.length - ofA.length || providers.indexOf(a) - providers.indexOf(b),
  )
  return order.flatMap(([provider, of]) => [
    { kind: 'provider' as const, provider, count: of.length },
    ...of
      .toSorted((a, b) => Number(a.state.kind === 'revoked') - Number(b.state.kind === 'revoked') || byLabel.compare(a.label, b.label))
      .map((key) => ({ kind: 'key' as const, key })),
  ])
}

/** null for the row that names a provider. */
export const keyIdOf = (row: KeyRow): string | null => (row.kind === 'key' ? row.key.id : null)

/** All tags in use, the most used first. */
export const tagsInUse = (keys: readonly VaultKey[]): string[] => {
  const counts = new Map<string, number>()
  for (const tag of keys.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].toSorted(([a, ofA], [b, ofB]) => ofB - ofA || byLabel.compare(a, b)).map(([tag]) => tag)
}
