/** Another window changed the key meanwhile: what is different now. */
import type { VaultKey } from '../../../shared/contract/vault.ts'
import { dayOf } from './key-words.ts'
import { providerNames } from './provider-names.ts'

type Known = Pick<VaultKey, 'label' | 'tags' | 'provider' | 'expiresAtMs' | 'versionNumber' | 'state' | 'checkHost'>

const tagWords = (tags: readonly string[]) => (tags.length > 0 ? tags.join(', ') : 'none')
const expiryWords = (atMs: number | null) => (atMs === null ? 'never' : dayOf(atMs))

/** `It was rotated to version 3. Its label is “research” now.` Says so too where nothing of it can be seen. */
export const whatChanged = (before: Known, now: Known): string => {
  const said: string[] = []
  if (now.state.kind !== before.state.kind && (now.state.kind === 'revoked' || now.state.kind === 'deleted'))
    said.push(`It was ${now.state.kind}.`)
  if (now.versionNumber !== before.versionNumber) said.push(`It was rotated to version ${now.versionNumber}.`)
  if (now.label !== before.label) said.push(`Its label is “${now.label}” now.`)
  if (now.provider !== before.provider) said.push(`Its provider is ${providerNames[now.provider]} now.`)
  if (tagWords(now.tags) !== tagWords(before.tags)) said.push(`Its tags are now: ${tagWords(now.tags)}.`)
  if (now.expiresAtMs !== before.expiresAtMs) said.push(`It expires now: ${expiryWords(now.expiresAtMs)}.`)
  if (now.checkHost !== before.checkHost && now.provider === before.provider)
    said.push(now.checkHost === null ? 'Nobody is asked about it any more.' : `It is checked at ${now.checkHost} now.`)
  if (before.state.kind === 'swapping' && now.state.kind === 'active') said.push('Its overlap was ended.')
  return said.join(' ') || 'Its record was changed.'
}
