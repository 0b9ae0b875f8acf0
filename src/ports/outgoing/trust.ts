/** Whom TLS trusts: the authorities that Node and the system know, or those that a destination names. At least TLS 1.2. */
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates } from 'node:tls'
import type { SecureContext } from 'node:tls'

const minVersion = 'TLSv1.2'

const systemCertificates = (): string[] => {
  try {
    return getCACertificates('system')
  } catch {
    // A build of Node that cannot read the system's store still has its own.
    return []
  }
}

let everybody: SecureContext | null = null
/** Made once: hundreds of certificates take a tenth of a second to read. */
export const systemTrust = (): SecureContext =>
  (everybody ??= createSecureContext({ minVersion, ca: [...new Set([...getCACertificates('default'), ...systemCertificates()])] }))

/** Only these, and nobody else. */
export const trustOnly = (caPem: string): SecureContext => createSecureContext({ minVersion, ca: caPem })

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** Whether this is one certificate or several in PEM, and nothing secret beside them. */
export const isCertificates = (pem: string): boolean => {
  const blocks = pem.match(block) ?? []
  if (blocks.length === 0 || /PRIVATE KEY/.test(pem)) return false
  try {
    for (const one of blocks) void new X509Certificate(one)
    return true
  } catch {
    return false
  }
}
