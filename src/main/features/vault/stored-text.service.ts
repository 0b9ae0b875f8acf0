/** Seals a key's text and opens it again. Nothing that was opened is kept beyond the call. */
import { timingSafeEqual } from 'node:crypto'
import { GatehouseError } from '../../../shared/errors.ts'
import type { Readable } from '../../database/database.ts'
import { sealedVersion } from './api-key.store.ts'
import type { NewVersion } from './api-key.store.ts'
import { hintOf } from './key-hint.ts'
import { keyBinding } from './key-record.ts'
import type { KeyRing } from './key-ring.ts'

export const fingerprintOf = (ring: KeyRing, text: string): Buffer => ring.mac('key-fingerprint', text)

export const sealVersion = (
  ring: KeyRing,
  { id, number, text, storedAtMs, storedBy }: { id: string; number: number; text: string; storedAtMs: number; storedBy: string },
): NewVersion => ({
  id,
  number,
  sealed: ring.seal(Buffer.from(text), keyBinding(id, number)),
  hint: hintOf(text),
  fingerprint: fingerprintOf(ring, text),
  storedAtMs,
  storedBy,
})

/** What is stored does not open: it was swapped, cut, replayed or damaged, or sealed under another key. */
export class BrokenText extends GatehouseError<'VAULT_UNAVAILABLE'> {
  constructor(label: string, number: number) {
    const reason = `Version ${number} of “${label}” does not open: what is stored was damaged, or changed by another program. Store the key anew.`
    super('VAULT_UNAVAILABLE', reason, { reason })
  }
}

/** Throws `BrokenText`. */
export const openText = (ring: KeyRing, key: { id: string; label: string }, number: number, sealed: Uint8Array): string => {
  try {
    return ring.open(sealed, keyBinding(key.id, number)).toString()
  } catch {
    throw new BrokenText(key.label, number)
  }
}

/** The text of a version that is current, or still valid beside the current one. Throws NOT_FOUND or `BrokenText`. */
export const readText = (
  db: Readable,
  ring: KeyRing,
  key: { id: string; label: string; currentNumber: number },
  number: number,
  nowMs: number,
): string => {
  const stored = sealedVersion(db, key.id, number)
  if (!stored) throw new GatehouseError('NOT_FOUND', `“${key.label}” has no version ${number}.`, {})
  const ended = number !== key.currentNumber && (stored.overlapUntilMs ?? 0) <= nowMs
  if (!stored.sealed || ended)
    throw new GatehouseError('NOT_FOUND', `The text of version ${number} of “${key.label}” was destroyed when its time was over.`, {})
  const text = openText(ring, key, number, stored.sealed)
  // Where an old copy of the database was put back, a number may have been given twice: the binding fits, the text is another.
  const fingerprint = fingerprintOf(ring, text)
  if (stored.fingerprint.length !== fingerprint.length || !timingSafeEqual(stored.fingerprint, fingerprint))
    throw new BrokenText(key.label, number)
  return text
}
