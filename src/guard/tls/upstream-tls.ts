/** How the guard speaks TLS to the targets of an upstream: whom it trusts, what it shows, which keys it expects. It always checks. */
import { hash, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity } from 'node:tls'
import type { ConnectionOptions, DetailedPeerCertificate, PeerCertificate } from 'node:tls'
import { buildConnector } from 'undici'
import type { Clock } from '../../ports/clock.ts'
import type { Upstream } from '../../shared/policy.ts'
import type { UpstreamTls as Settings } from '../../shared/tls-settings.ts'
import { readAuthorities, readCertificateWithKey, signOfFiles, TlsFault } from './tls-files.ts'

const lookEveryMs = 5_000
const mostInChain = 10

export interface UpstreamTls {
  connect: buildConnector.connector
  /** For a connection that is not made by `connect`. */
  optionsFor(hostname: string): ConnectionOptions
  /** Why the files as they are now are not used: the former are. */
  problem(): string | null
  close(): void
}

const filesOf = ({ authorities, certificate }: Settings): string[] => [
  ...(authorities === null ? [] : [authorities]),
  ...(certificate === null ? [] : [certificate.certificate, certificate.key]),
]

const pinOf = (certificate: X509Certificate): string =>
  hash('sha256', certificate.publicKey.export({ type: 'spki', format: 'der' }), 'base64')

/** The certificates from the target's own upwards, as far as each really signed the one before: anything may be sent along. */
const chainOf = (leaf: DetailedPeerCertificate): X509Certificate[] => {
  const chain = [new X509Certificate(leaf.raw)]
  for (let next = leaf.issuerCertificate; next && chain.length < mostInChain; next = next.issuerCertificate) {
    const issuer = new X509Certificate(next.raw)
    const last = chain.at(-1)!
    if (issuer.fingerprint256 === last.fingerprint256 || !last.verify(issuer.publicKey)) break
    chain.push(issuer)
  }
  return chain
}

const pinFault = (pins: readonly string[], certificate: PeerCertificate): Error | undefined =>
  pins.length === 0 || chainOf(certificate as DetailedPeerCertificate).some((one) => pins.includes(pinOf(one)))
    ? undefined
    : Object.assign(new Error('none of the keys that are expected'), { code: 'TLS_PIN_MISMATCH' })

/** Throws `TlsFault`. */
const readOptions = ({ authorities, certificate, pins, serverName }: Settings): ConnectionOptions => {
  const own =
    certificate &&
    readCertificateWithKey(
      { file: certificate.certificate, path: 'certificate.certificate' },
      { file: certificate.key, path: 'certificate.key' },
    )
  return {
    ...(authorities !== null && { ca: readAuthorities({ file: authorities, path: 'authorities' }).pem }),
    ...(own && { cert: own.certificatePem, key: own.keyPem }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity: (host, shown) => checkServerIdentity(serverName ?? host, shown) ?? pinFault(pins, shown),
  }
}

/** What is wrong with the files of one; null: nothing, or it names none. */
export const upstreamTlsFault = ({ tls }: Upstream): TlsFault | null => {
  try {
    if (tls) readOptions(tls)
    return null
  } catch (error) {
    return error instanceof TlsFault ? error : new TlsFault('', 'it failed')
  }
}

const plain: Settings = { authorities: null, certificate: null, serverName: null, pins: [] }

export const createUpstreamTls = ({ tls, connectTimeoutMs }: Pick<Upstream, 'tls' | 'connectTimeoutMs'>, clock: Clock): UpstreamTls => {
  const settings = tls ?? plain
  const files = filesOf(settings)
  let sign = signOfFiles(files)
  let problem: string | null = null
  let stop = (): void => {}
  let options: ConnectionOptions
  try {
    options = readOptions(settings)
  } catch (error) {
    // The policy was judged before; whatever happened since, nothing less is checked.
    problem = (error as Error).message
    options = { ca: [], minVersion: 'TLSv1.2', rejectUnauthorized: true }
    sign = ''
  }
  const connectorOf = () => buildConnector({ timeout: connectTimeoutMs, allowH2: false, ...options })
  let connector = connectorOf()

  const look = () => {
    const now = signOfFiles(files)
    if (now !== sign) {
      try {
        options = readOptions(settings)
        connector = connectorOf()
        sign = now
        problem = null
      } catch (error) {
        problem = (error as Error).message
      }
    }
    stop = clock.after(lookEveryMs, look)
  }
  if (files.length > 0) stop = clock.after(lookEveryMs, look)

  const nameOf = (hostname: string): string => settings.serverName ?? (isIP(hostname) === 0 ? hostname : '')
  return {
    // The name is that of the target, whatever Host a caller sent.
    connect: (given, connected) => connector({ ...given, servername: nameOf(given.hostname.replace(/^\[|\]$/g, '')) }, connected),
    optionsFor: (hostname) => ({ ...options, servername: nameOf(hostname.replace(/^\[|\]$/g, '')) }),
    problem: () => problem,
    close: () => stop(),
  }
}
