/** What the seal of an invitation's row covers: whom it lets in, as what, with which code and until when. */
import type { SealedField } from './row-seal.ts'

interface SealedInvitation {
  id: string
  kind: string
  userId: string | null
  name: string
  nameKey: string
  role: string | null
  opensVault: number
  codeHash: string
  madeBy: string
  createdAtMs: number
  expiresAtMs: number
}

export const invitationFieldsOf = (row: SealedInvitation): SealedField[] => [
  row.id,
  row.kind,
  row.userId,
  row.name,
  row.nameKey,
  row.role,
  row.opensVault,
  row.codeHash,
  row.madeBy,
  row.createdAtMs,
  row.expiresAtMs,
]
