/** Seals of rows: a keyed hash of what a row grants, so that one written by another program than Gatehouse grants nothing. */
import { timingSafeEqual } from 'node:crypto'
import type { KeyRing } from '../vault/key-ring.ts'

export type SealedKind = 'user' | 'session' | 'invitation' | 'access-token'
export type SealedField = string | number | null

/** Each with its length, so that no two rows have the same text. */
export const sealedText = (fields: readonly SealedField[]): string =>
  fields.map((field) => (field === null ? '-' : `${String(field).length}:${field}`)).join('')

/** Hexadecimal. The number in the label is the version of this format. */
export const sealRow = (ring: KeyRing, kind: SealedKind, fields: readonly SealedField[]): string =>
  ring.mac(`row of ${kind} 1`, sealedText(fields)).toString('hex')

export const sealIsRight = (ring: KeyRing, kind: SealedKind, fields: readonly SealedField[], seal: string | null): boolean => {
  const right = Buffer.from(sealRow(ring, kind, fields))
  const found = Buffer.from(seal ?? '')
  return found.length === right.length && timingSafeEqual(found, right)
}
