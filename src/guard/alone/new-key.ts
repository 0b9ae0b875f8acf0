/** A new key for a consumer, and the lines for the file: the file holds its hash alone. */
import { makeConsumerKey } from '../../ports/consumer-key.ts'
import type { Ids } from '../../ports/ids.ts'

export const newKey = (ids: Ids): { key: string; lines: string } => {
  const { key, prefix, hash } = makeConsumerKey(ids)
  const lines = [`- id: key-${prefix.toLowerCase()}`, `  prefix: ${JSON.stringify(prefix)}`, `  hash: ${JSON.stringify(hash)}`]
  return { key, lines: lines.join('\n') }
}
