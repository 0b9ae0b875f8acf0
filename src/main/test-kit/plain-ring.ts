/** A ring that seals nothing, for programs that live several times on one directory and have no vault. */
import { createHmac } from 'node:crypto'
import type { KeyRing } from '../features/vault/key-ring.ts'

export const plainRing: KeyRing = {
  seal: (plain) => plain,
  open: (sealed) => Buffer.from(sealed),
  mac: (label, data) => createHmac('sha256', label).update(data).digest(),
}
