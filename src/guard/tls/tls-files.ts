/** Reads certificates and keys from their files, and says plainly what is wrong with them. What stands in a key is never repeated. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'

/** `path`: where in the settings of TLS, such as `certificates.0.key`. */
export class TlsFault extends Error {
  override readonly name = 'TlsFault'
  readonly path: string
  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

const mostBytes = 512 * 1024
const hasModes = process.platform !== 'win32'
const certificatePattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

export interface PlacedFile {
  file: string
  path: string
}

const readPem = ({ file, path }: PlacedFile, secret: boolean): string => {
  try {
    const { size, mode } = requireFile(statSync(file), file, path)
    if (size > mostBytes) throw new TlsFault(path, `${file} is too large to be a certificate or a key`)
    if (secret && hasModes && (mode & 0o077) !== 0) throw new TlsFault(path, `${file} may be read by others: chmod 600 it`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof TlsFault) throw error
    throw new TlsFault(path, `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it failed'}`)
  }
}
/** A pipe would hold up everything. */
const requireFile = <Stats extends { isFile(): boolean }>(stats: Stats, file: string, path: string): Stats => {
  if (!stats.isFile()) throw new TlsFault(path, `${file} is no file`)
  return stats
}

export const certificatesIn = (pem: string, { file, path }: PlacedFile): X509Certificate[] => {
  const parts = pem.match(certificatePattern) ?? []
  if (parts.length === 0) throw new TlsFault(path, `${file} holds no certificate in PEM`)
  try {
    return parts.map((part) => new X509Certificate(part))
  } catch {
    throw new TlsFault(path, `a certificate in ${file} cannot be read`)
  }
}

/** The authorities that a file names. */
export const readAuthorities = (place: PlacedFile): { pem: string; certificates: X509Certificate[] } => {
  const pem = readPem(place, false)
  return { pem, certificates: certificatesIn(pem, place) }
}

export interface CertificateWithKey {
  certificatePem: string
  keyPem: string
  leaf: X509Certificate
}

/** A certificate, those behind it, and its key: they are checked to be for each other. */
export const readCertificateWithKey = (certificate: PlacedFile, key: PlacedFile): CertificateWithKey => {
  const certificatePem = readPem(certificate, false)
  const [leaf] = certificatesIn(certificatePem, certificate)
  const keyPem = readPem(key, true)
  let own: ReturnType<typeof createPrivateKey>
  try {
    own = createPrivateKey(keyPem)
  } catch (error) {
    const sealed = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE' || keyPem.includes('ENCRYPTED')
    throw new TlsFault(key.path, sealed ? `the key in ${key.file} is sealed with a passphrase` : `${key.file} holds no private key in PEM`)
  }
  if (!leaf!.checkPrivateKey(own))
    throw new TlsFault(key.path, `the key in ${key.file} is not that of the certificate in ${certificate.file}`)
  return { certificatePem, keyPem, leaf: leaf! }
}

/** Tells whether one of the files is another than before, also where a link was turned (as in containers). */
export const signOfFiles = (files: readonly string[]): string =>
  files
    .map((file) => {
      try {
        const { mtimeMs, size, ino } = statSync(file)
        return `${mtimeMs} ${size} ${ino}`
      } catch {
        return 'none'
      }
    })
    .join('\n')
