/** What a port needs to speak TLS, read and made ready whole: contexts by name, and what is told of its certificates. */
import { constants } from 'node:crypto'
import type { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { SecureContext, SecureContextOptions } from 'node:tls'
import { isAddress } from '../../shared/network-address.ts'
import type { CertificateState } from '../../shared/tls-state.ts'
import type { ListenerTls } from '../../shared/tls-settings.ts'
import { alternativeNames } from './certificate-names.ts'
import type { SelfSigned } from './self-signed.ts'
import { readAuthorities, readCertificateWithKey, signOfFiles, TlsFault } from './tls-files.ts'
import type { CertificateWithKey } from './tls-files.ts'

/** Forward secret and authenticated ones alone (RFC 9325, 4.2); those of TLS 1.3 all are. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':')

export interface ServerTls {
  settings: ListenerTls
  /** Of the first certificate. */
  options: SecureContextOptions
  /** Null: the first one's. */
  contextFor(name: string): SecureContext | null
  told: CertificateState[]
  /** Of its files, before they were read. */
  sign: string
}

export const filesOf = ({ certificates, clientCertificates }: ListenerTls): string[] => [
  ...certificates.flatMap((one) => (one.kind === 'files' ? [one.certificate, one.key] : [])),
  ...(clientCertificates ? [clientCertificates.authorities] : []),
]

/** Those of RFC 6125: a name in the subject counts no more. */
export const namesOf = (certificate: X509Certificate): string[] =>
  alternativeNames(certificate)
    .filter(({ kind }) => kind === 'DNS' || kind === 'IP Address')
    .map(({ kind, value }) =>
      kind === 'IP Address' && value.includes(':') ? new URL(`http://[${value}]`).hostname.slice(1, -1) : value.toLowerCase(),
    )

const commonNameOf = (text: string): string => /(?:^|\n)CN=([^\n]+)/.exec(text)?.[1] ?? text.replaceAll('\n', ', ')

const stateOf = ({ leaf }: CertificateWithKey, kind: CertificateState['kind']): CertificateState => ({
  kind,
  names: namesOf(leaf).slice(0, 50),
  issuer: commonNameOf(leaf.issuer).slice(0, 200),
  fromMs: Date.parse(leaf.validFrom),
  untilMs: Date.parse(leaf.validTo),
  sha256: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
})

/** Throws `TlsFault`. */
export const prepareServerTls = (settings: ListenerTls, selfSigned: SelfSigned): ServerTls => {
  const { clientCertificates, minVersion } = settings
  const sign = signOfFiles(filesOf(settings))
  const common: SecureContextOptions = {
    minVersion: minVersion === '1.3' ? 'TLSv1.3' : 'TLSv1.2',
    ciphers,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
    ...(clientCertificates && {
      ca: readAuthorities({ file: clientCertificates.authorities, path: 'clientCertificates.authorities' }).pem,
    }),
  }
  const told: CertificateState[] = []
  const prepared = settings.certificates.map((given, at) => {
    const path = `certificates.${at}`
    const own =
      given.kind === 'files'
        ? readCertificateWithKey({ file: given.certificate, path: `${path}.certificate` }, { file: given.key, path: `${path}.key` })
        : selfSigned(given.names)
    told.push(stateOf(own, given.kind))
    const options = { ...common, cert: own.certificatePem, key: own.keyPem }
    try {
      return { options, context: createSecureContext(options), names: namesOf(own.leaf).filter((name) => !isAddress(name)) }
    } catch (error) {
      // A key too weak for this OpenSSL, for one.
      throw new TlsFault(path, `the certificate cannot be used: ${(error as NodeJS.ErrnoException).code ?? 'it failed'}`)
    }
  })
  const byName = new Map(
    prepared.toReversed().flatMap(({ names, context }) => names.map((name): [string, SecureContext] => [name, context])),
  )
  return {
    settings,
    options: prepared[0]!.options,
    contextFor: (name) => {
      const lower = name.toLowerCase()
      return byName.get(lower) ?? byName.get(lower.replace(/^[^.]+/, '*')) ?? null
    },
    told,
    sign,
  }
}
