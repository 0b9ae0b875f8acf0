/** What is told of access tokens, and what one can be given. */
import { accessTokenPrefix } from '../../../shared/access-token.ts'
import { opensToTokens } from '../../../shared/contract/what-permissions-open.ts'
import type { AccessToken } from '../../../shared/contract/tokens.ts'
import type { Permission } from '../../../shared/permissions.ts'

export const lifetimes = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 180, label: '180 days' },
  { days: 365, label: 'A year' },
] as const
export const usualDays = 90

/** What of a role's permissions a token has any use for: the others open only what takes a person. */
export const givable = (permissions: readonly Permission[]): Permission[] => permissions.filter(opensToTokens)

const readsOnly = (permission: Permission): boolean => permission.endsWith(':read') || permission === 'vault:list'

/** Sets to begin with. */
export const presets = (offered: readonly Permission[]): { name: string; permissions: Permission[] }[] => [
  { name: 'Read only', permissions: offered.filter(readsOnly) },
  { name: 'Everything offered', permissions: [...offered] },
]

/** Those in use first, the newest first. */
export const partTokens = (tokens: readonly AccessToken[]): { active: AccessToken[]; ended: AccessToken[] } => ({
  active: tokens.filter(({ state }) => state === 'active'),
  ended: tokens.filter(({ state }) => state !== 'active'),
})

export const endedWord = ({ state, revokedBy }: AccessToken): string => {
  if (state === 'expired') return 'Expired'
  if (state === 'tampered') return 'Changed from outside'
  return revokedBy === null ? 'Revoked' : `Revoked by ${revokedBy}`
}

/** In quotes of the shell: what is in them reaches the program as it is. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The token goes in by standard input: an argument can be read by every program of the machine. */
export const shellFunction = `gatehouse() {
  printf 'header = "Authorization: Bearer %s"\\n' "$GATEHOUSE_TOKEN" |
    curl -sSg --fail-with-body --config - "$@"
}`

export const askForToken = `read -rs GATEHOUSE_TOKEN   # paste ${accessTokenPrefix}…, then Enter`

/** A call as one line of a shell that knows `gatehouse`. */
export const callLine = (
  address: string,
  call: { method: string; path: string },
  body: string | null = call.method === 'POST' ? '{}' : null,
) => {
  const url = `${address}/api${call.path}`
  const shown = /^[\w:/.-]+$/.test(url) ? url : quoted(url)
  return body === null ? `gatehouse ${shown}` : `gatehouse ${shown} -H 'Content-Type: application/json' -d ${quoted(body)}`
}
