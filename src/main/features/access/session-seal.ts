/** What the seal of a session's row covers: whose token it is, and until when. */
import type { SealedField } from './row-seal.ts'

interface SealedSession {
  id: string
  userId: string
  tokenHash: string
  createdAtMs: number
  expiresAtMs: number
}

export const sessionFieldsOf = (row: SealedSession): SealedField[] => [row.id, row.userId, row.tokenHash, row.createdAtMs, row.expiresAtMs]
