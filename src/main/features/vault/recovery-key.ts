/** The printable recovery key: 160 bits with a checksum, and the key pair for which each master key in force is wrapped. */
import { createHash, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { deriveKey, seal, unseal } from './seal.ts'

/** Crockford's base 32: without I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const keyBytes = 20
const keyLetters = (keyBytes * 8) / 5
/** 20 bits: one slip in a million goes unnoticed here, and is then a wrong key. */
const checkLetters = 4
const groupLetters = 4
const publicKeyBytes = 32

const lettersOf = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: Math.floor(bits.length / 5) }, (_, index) =>
    alphabet.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('')
}

const bytesOf = (letters: string): Uint8Array => {
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from({ length: bits.length / 8 }, (_, index) => Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2))
}

const checkOf = (key: Uint8Array): string =>
  lettersOf(createHash('sha256').update('gatehouse recovery key check').update(key).digest()).slice(0, checkLetters)

export const makeRecoveryKey = (): Uint8Array => new Uint8Array(randomBytes(keyBytes))

/** Nine groups of four, the last of them the checksum. */
export const showRecoveryKey = (key: Uint8Array): string =>
  (lettersOf(key) + checkOf(key)).replace(new RegExp(`.{${groupLetters}}(?=.)`, 'g'), '$&-')

export type TypedRecoveryKey = { kind: 'key'; key: Uint8Array } | { kind: 'slip'; sentence: string }

/** What was typed, in either case, with any spaces and dashes, with o for 0 and i or l for 1. */
export const readRecoveryKey = (typed: string): TypedRecoveryKey => {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]+/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const total = keyLetters + checkLetters
  if (letters.length !== total)
    return {
      kind: 'slip',
      sentence: `A recovery key has ${total} letters and digits; this has ${letters.length}. Compare it with the paper.`,
    }
  if (![...letters].every((letter) => alphabet.includes(letter)))
    return { kind: 'slip', sentence: 'A recovery key has letters and digits only, and never a U. Compare it with the paper.' }
  const key = bytesOf(letters.slice(0, keyLetters))
  if (checkOf(key) !== letters.slice(keyLetters))
    return { kind: 'slip', sentence: 'There is a typing slip in this recovery key: its checksum is wrong. Compare it with the paper.' }
  return { kind: 'key', key }
}

/** The file that a person keeps. */
export const recoveryKeyText = (shown: string, createdAtMs: number): string =>
  [
    'Gatehouse recovery key',
    '',
    `Made: ${new Date(createdAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    shown,
    '',
    'It opens the vault where its master key is lost, and sets a new password for whoever may open the vault.',
    'With a copy of the database it opens every secret: keep this file like cash, and away from the machine that it belongs to.',
    'A new recovery key makes this one void.',
    '',
  ].join('\n')

/** X25519 (RFC 7748) keys as their 32 bytes, in the fixed wrapping of RFC 8410. */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const spki = Buffer.from('302a300506032b656e032100', 'hex')
const rawPublic = (publicKey: KeyObject): Buffer => publicKey.export({ type: 'spki', format: 'der' }).subarray(spki.length)
const publicOf = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([spki, raw]), type: 'spki', format: 'der' })
const privateOf = (recoveryKey: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, deriveKey(recoveryKey, 'recovery key pair')]), type: 'pkcs8', format: 'der' })

/** The half that is kept: with it a new master key is wrapped although nobody types the recovery key. */
export const publicHalfOf = (recoveryKey: Uint8Array): Uint8Array => rawPublic(createPublicKey(privateOf(recoveryKey)))

const wrappingKey = (privateKey: KeyObject, publicKey: Uint8Array, ephemeral: Uint8Array, recovery: Uint8Array): Buffer => {
  const shared = diffieHellman({ privateKey, publicKey: publicOf(publicKey) })
  return deriveKey(shared, `wrap for recovery ${Buffer.from(ephemeral).toString('hex')} ${Buffer.from(recovery).toString('hex')}`)
}
const bindingOf = (masterKeyId: string): string => `recovery-key:${masterKeyId}`

/** A public key of this moment, then the master key sealed under what both sides agree on. */
export const wrapForRecovery = (publicHalf: Uint8Array, masterKey: Uint8Array, masterKeyId: string): Uint8Array => {
  const pair = generateKeyPairSync('x25519')
  const ephemeral = rawPublic(pair.publicKey)
  const key = wrappingKey(pair.privateKey, publicHalf, ephemeral, publicHalf)
  return Buffer.concat([ephemeral, seal(key, masterKey, bindingOf(masterKeyId))])
}

/** The master key. Throws where the recovery key or the master key's id is another. */
export const unwrapByRecovery = (recoveryKey: Uint8Array, wrapped: Uint8Array, masterKeyId: string): Uint8Array => {
  const ephemeral = wrapped.subarray(0, publicKeyBytes)
  const key = wrappingKey(privateOf(recoveryKey), ephemeral, ephemeral, publicHalfOf(recoveryKey))
  return new Uint8Array(unseal(key, wrapped.subarray(publicKeyBytes), bindingOf(masterKeyId)))
}
