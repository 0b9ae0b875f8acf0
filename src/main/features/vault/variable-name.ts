/** What the name of an environment variable tells: whose key it holds, whether it is one at all. */
import type { Provider } from '../../../shared/contract/vault.ts'
import { recogniseText } from './provider.ts'

const words: [Provider, RegExp][] = [
  ['openai', /^OPENAI$/],
  ['anthropic', /^(?:ANTHROPIC|CLAUDE)$/],
  ['stripe', /^STRIPE$/],
  ['github', /^(?:GITHUB|GH)$/],
  ['gitlab', /^GITLAB$/],
  ['slack', /^SLACK$/],
  ['sendgrid', /^SENDGRID$/],
  ['twilio', /^TWILIO$/],
  ['cloudflare', /^(?:CLOUDFLARE|CF)$/],
  ['huggingface', /^(?:HUGGINGFACE|HUGGING|HF)$/],
  ['npm', /^NPM$/],
  ['azure', /^AZURE$/],
  ['aws', /^AWS$/],
  ['google', /^(?:GOOGLE|GEMINI|GCP|FIREBASE)$/],
  ['database', /^(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|PGPASSWORD|MYSQL|MARIADB|MONGO|MONGODB|REDIS)$/],
]

const secretWord =
  /(?:KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|(?:^|_)PASS|(?:^|_)PWD|(?:^|_)PAT|(?:^|_)DSN)\d*(?:_|$)/
/** A key's name or place, or a key that everybody may know, is no key. */
const plainWord =
  /(?:^|_)PUBLI(?:C|SHABLE)(?:_|$)|_(?:ID|FILE|PATH|DIR|URL|URI|NAME|TYPE|TTL|SECONDS|MINUTES|HOURS|DAYS|LENGTH|SIZE|COUNT|LIMITS?|ALGORITHM|ISSUER)$/
const plainValue = /^(?:true|false|yes|no|on|off|null|none|[\d.,:_-]*)$/i
const leastLength = 8

const nameIsOfKey = (name: string): boolean => secretWord.test(name) && !plainWord.test(name)

/** Whose key it is by its text, else by its name. */
export const providerOfVariable = (name: string, text: string): Provider => {
  const { provider } = recogniseText(text)
  if (provider !== 'other') return provider
  const upper = name.toUpperCase()
  if (!nameIsOfKey(upper)) return 'other'
  const parts = upper.split('_')
  return words.find(([, word]) => parts.some((part) => word.test(part)))?.[0] ?? 'other'
}

/** Whether it looks like a key rather than a mere setting. */
export const looksLikeKey = (name: string, text: string): boolean => {
  if (recogniseText(text).provider !== 'other') return true
  const trimmed = text.trim()
  return trimmed.length >= leastLength && !plainValue.test(trimmed) && nameIsOfKey(name.toUpperCase())
}
