/** Names of environment variables for keys that leave as a `.env` file. */
import type { Provider } from '../../../shared/contract/vault.ts'

const readyName = /^[A-Za-z_][A-Za-z0-9_]*$/

const nameOf = (provider: Provider, label: string): string => {
  if (readyName.test(label)) return label === label.toLowerCase() ? `${prefixOf(provider)}${label.toUpperCase()}` : label
  const plain = label
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
  return `${prefixOf(provider)}${plain || 'KEY'}`
}

const prefixOf = (provider: Provider): string => (provider === 'other' ? 'KEY_' : `${provider.toUpperCase().replace('-', '_')}_`)

/** One name for each key, in order: a label that is a name already stays, others begin with their provider; each once. */
export const envNamesOf = (keys: readonly { provider: Provider; label: string }[]): string[] => {
  const taken = new Set<string>()
  return keys.map(({ provider, label }) => {
    const name = nameOf(provider, label)
    let unique = name
    for (let number = 2; taken.has(unique); number++) unique = `${name}_${number}`
    taken.add(unique)
    return unique
  })
}
