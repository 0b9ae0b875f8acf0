/** Backup codes: ten, each good for one sign-in, stored only as keyed hashes. */
import type { Ids } from '../../../ports/ids.ts'
import type { KeyRing } from '../vault/key-ring.ts'

export const backupCodeCount = 10
/** Crockford's base 32: without i, l, o and u. 8 characters are 40 bits. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const codeBytes = 5

const fiveBitGroups = (bytes: Buffer): number[] => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: bits.length / 5 }, (_, index) => Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2))
}

export const showBackupCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** Ten different codes, as a person sees them: `xxxx-xxxx`. */
export const makeBackupCodes = (ids: Ids): string[] => {
  const codes = new Set<string>()
  while (codes.size < backupCodeCount) {
    const groups = fiveBitGroups(Buffer.from(ids.token(codeBytes), 'base64url'))
    codes.add(showBackupCode(groups.map((group) => alphabet[group]!).join('')))
  }
  return [...codes]
}

/** What was typed, in either case, with or without dash, with o for 0 and l for 1; null where it cannot be a code. */
export const readBackupCode = (typed: string): string | null => {
  const code = typed
    .toLowerCase()
    .replace(/[\s\u2010-\u2015-]+/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  return /^[0-9a-hjkmnp-tv-z]{8}$/.test(code) ? code : null
}

export const macOfBackupCode = (ring: KeyRing, userId: string, code: string): Buffer => ring.mac('backup-code', `${userId}:${code}`)

/** What is stored of codes as shown, in their order. */
export const macsOfBackupCodes = (ring: KeyRing, userId: string, shown: readonly string[]): Buffer[] =>
  shown.map((code) => macOfBackupCode(ring, userId, code.replace('-', '')))

/** The file that a person keeps. */
export const backupCodesText = (userName: string, codes: readonly string[], issuedAtMs: number): string =>
  [
    'Gatehouse backup codes',
    '',
    `Account: ${userName}`,
    `Issued: ${new Date(issuedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    '',
    'Each code replaces the authenticator once. Keep this file where nobody else can read it.',
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`),
    '',
  ].join('\n')
