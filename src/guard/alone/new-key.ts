/** A new key for a consumer, and the lines for the file: the file holds its hash alone. */
import { hash } from 'node:crypto'
import type { Ids } from '../../ports/ids.ts'

/** `gh_`, eight letters or digits that are shown, then 256 random bits. */
export const newKey = (ids: Ids): { key: string; lines: string } => {
  // base64url has two letters that a prefix has not.
  let prefix = ''
  while (prefix.length < 8) prefix += ids.token(12).replace(/[^A-Za-z0-9]/g, '')
  prefix = prefix.slice(0, 8)
  const key = `gh_${prefix}_${ids.token(32)}`
  const lines = [
    `- id: key-${prefix.toLowerCase()}`,
    `  prefix: ${JSON.stringify(prefix)}`,
    `  hash: ${JSON.stringify(hash('sha256', key))}`,
  ]
  return { key, lines: lines.join('\n') }
}
