/** Certificates that the guard makes for itself, for local use: kept in a file, so that whoever trusted one need not do so again. */
import { hash, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../ports/clock.ts'
import { makeSelfSigned } from '../../ports/write-certificate.ts'
import type { CertificateWithKey } from './tls-files.ts'

const dayMs = 86_400_000
/** What browsers take at most (CA/Browser Forum, until 2026). */
const validForMs = 397 * dayMs
const renewBeforeMs = 30 * dayMs
/** Clocks of others may be behind. */
const backdatedMs = dayMs

const untilMsOf = ({ validTo }: X509Certificate): number => Date.parse(validTo)

const readKept = (file: string): CertificateWithKey | null => {
  try {
    const pem = readFileSync(file, 'utf8')
    const at = pem.indexOf('-----BEGIN CERTIFICATE-----')
    const certificatePem = pem.slice(at)
    return { certificatePem, keyPem: pem.slice(0, at), leaf: new X509Certificate(certificatePem) }
  } catch {
    return null
  }
}

/** `directory` null: nowhere but in memory. A file that cannot be written makes it so, too. */
export const createSelfSigned = (directory: string | null, clock: Clock) => {
  const made = new Map<string, CertificateWithKey>()
  const keep = (file: string, { certificatePem, keyPem }: CertificateWithKey): void => {
    mkdirSync(directory!, { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, keyPem + certificatePem, { mode: 0o600 })
    chmodSync(`${file}.new`, 0o600)
    renameSync(`${file}.new`, file)
  }
  return (names: readonly string[]): CertificateWithKey => {
    const key = hash('sha256', names.join('\n')).slice(0, 32)
    const file = directory === null ? null : join(directory, `${key}.pem`)
    const nowMs = clock.now()
    const kept = made.get(key) ?? (file === null ? null : readKept(file))
    if (kept && untilMsOf(kept.leaf) - nowMs > renewBeforeMs) {
      made.set(key, kept)
      return kept
    }
    const pems = makeSelfSigned(names, { fromMs: nowMs - backdatedMs, untilMs: nowMs - backdatedMs + validForMs })
    const fresh = { ...pems, leaf: new X509Certificate(pems.certificatePem) }
    made.set(key, fresh)
    try {
      if (file !== null) keep(file, fresh)
    } catch {
      // The next start makes another: those who trusted this one are asked again.
    }
    return fresh
  }
}
export type SelfSigned = ReturnType<typeof createSelfSigned>
