/** What the seal of a user's row covers: everything that decides who gets in with it and what they may. */
import type { KeyRing } from '../vault/key-ring.ts'
import { sealIsRight, sealRow } from './row-seal.ts'
import type { SealedField } from './row-seal.ts'

interface SealedUser {
  id: string
  name: string
  nameKey: string
  role: string
  disabled: number
  opensVault: number
  passwordHash: string
  mfaVersion: number
  mfaSecret: Uint8Array | null
  version: number
}

export const sealedFieldsOf = (row: SealedUser): SealedField[] => [
  row.id,
  row.name,
  row.nameKey,
  row.role,
  row.disabled,
  row.opensVault,
  row.passwordHash,
  row.mfaVersion,
  row.mfaSecret === null ? null : Buffer.from(row.mfaSecret).toString('base64'),
  row.version,
]

export const sealOfUser = (ring: KeyRing, row: SealedUser): string => sealRow(ring, 'user', sealedFieldsOf(row))

export const userIsSealed = (ring: KeyRing, row: SealedUser & { rowSeal: string | null }): boolean =>
  sealIsRight(ring, 'user', sealedFieldsOf(row), row.rowSeal)
