/** Certificates for tests, signed by an authority of their own. */
import { makeKeyPair, pemOfKey, writeCertificate } from '../../ports/write-certificate.ts'

const dayMs = 86_400_000

export interface Authority {
  caPem: string
  /** A server's certificate for these names and addresses, valid a day around now unless `ended`. */
  certify(names: readonly string[], ended?: boolean): { certPem: string; keyPem: string }
  certifyClient(name: string, names?: readonly string[], ended?: boolean): { certPem: string; keyPem: string }
}

export const makeAuthority = (name = 'Test authority'): Authority => {
  const own = makeKeyPair()
  const nowMs = Date.now()
  const common = { issuer: name, signer: own.privateKey, fromMs: nowMs - dayMs, untilMs: nowMs + dayMs }
  const certify = (subject: string, use: { kind: 'server' | 'client'; names: readonly string[] }, ended: boolean) => {
    const pair = makeKeyPair()
    return {
      keyPem: pemOfKey(pair.privateKey),
      certPem: writeCertificate({
        ...common,
        subject,
        publicKey: pair.publicKey,
        use,
        untilMs: ended ? nowMs - dayMs / 2 : common.untilMs,
      }),
    }
  }
  return {
    caPem: writeCertificate({ ...common, subject: name, publicKey: own.publicKey, use: { kind: 'authority' } }),
    certify: (names, ended = false) => certify(names[0] ?? 'nobody', { kind: 'server', names }, ended),
    certifyClient: (subject, names = [subject], ended = false) => certify(subject, { kind: 'client', names }, ended),
  }
}
