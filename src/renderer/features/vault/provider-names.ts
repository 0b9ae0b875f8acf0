/** How the providers call themselves, and in which order they stand in the list. */
import type { Provider } from '../../../shared/contract/vault.ts'

export const providerNames: Record<Provider, string> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  aws: 'AWS',
  azure: 'Azure',
  stripe: 'Stripe',
  github: 'GitHub',
  gitlab: 'GitLab',
  slack: 'Slack',
  sendgrid: 'SendGrid',
  twilio: 'Twilio',
  cloudflare: 'Cloudflare',
  huggingface: 'Hugging Face',
  npm: 'npm',
  database: 'Database',
  'private-key': 'Private key',
  other: 'Other',
}

/** `OpenAI, research`; of one that nobody recognised the label alone. */
export const titleOf = ({ provider, label }: { provider: Provider; label: string }): string =>
  provider === 'other' ? label : `${providerNames[provider]}, ${label}`

/** A label for a key of that provider that no other has: `OpenAI`, else `OpenAI 2`. */
export const suggestLabel = (provider: Provider, taken: readonly string[]): string => {
  if (provider === 'other') return ''
  const known = new Set(taken.map((label) => label.toLowerCase()))
  const name = providerNames[provider]
  for (let number = 1; ; number += 1) {
    const label = number === 1 ? name : `${name} ${number}`
    if (!known.has(label.toLowerCase())) return label
  }
}
