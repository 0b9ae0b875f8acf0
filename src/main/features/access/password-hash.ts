/** Argon2id (RFC 9106) for passwords and for the keys made from them; two at once in the whole process. */
import { hash, hashRaw, verify } from '@node-rs/argon2'
import { createBoundedQueue } from './bounded-queue.ts'

export interface PasswordCost {
  memoryKiB: number
  passes: number
}

export interface PasswordHasher {
  /** As a PHC string, with a salt of its own. Throws BUSY when too many wait. */
  hash(password: string): Promise<string>
  /** `stored` null: takes as long as a real one and is always wrong, so that an unknown name costs the same time. */
  verify(stored: string | null, password: string): Promise<boolean>
  /** The same for somebody who is signed in: before all strangers, so that a flood of them keeps nobody from unlocking. */
  verifyFirst(stored: string | null, password: string): Promise<boolean>
  /** 32 bytes for a key; the salt decides what the key is for. */
  derive(password: string, salt: Uint8Array): Promise<Uint8Array>
}

export const defaultPasswordCost: PasswordCost = { memoryKiB: 64 * 1024, passes: 3 }

const hashesAtOnce = 2
const hashesWaiting = 16
const keyBytes = 32

/** The same password typed on another keyboard may come in another Unicode form. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'))

export const createPasswordHasher = (cost: PasswordCost = defaultPasswordCost): PasswordHasher => {
  const queue = createBoundedQueue(hashesAtOnce, hashesWaiting, 'Too many sign-ins at this moment. Try again in a few seconds.')
  // The package's default algorithm is Argon2id; its enum cannot be named where types are erased.
  const options = { memoryCost: cost.memoryKiB, timeCost: cost.passes, parallelism: 1, outputLen: keyBytes }
  const base64 = (bytes: number) => Buffer.alloc(bytes).toString('base64').replace(/=+$/, '')
  const nobody = `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=1$${base64(16)}$${base64(keyBytes)}`
  return {
    hash: (password) => queue.run(() => hash(bytesOf(password), options)),
    verify: (stored, password) => queue.run(() => verify(stored ?? nobody, bytesOf(password))),
    verifyFirst: (stored, password) => queue.runFirst(() => verify(stored ?? nobody, bytesOf(password))),
    derive: (password, salt) => queue.run(() => hashRaw(bytesOf(password), { ...options, salt })),
  }
}
