/** Writes X.509 certificates as DER: Node can read them and not make them (RFC 5280). Keys are P-256, signatures ECDSA with SHA-256. */
import { createPublicKey, generateKeyPairSync, hash, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { bytesOfAddress } from '../shared/network-address.ts'

const lengthOf = (bytes: number): Buffer => {
  if (bytes < 128) return Buffer.of(bytes)
  const big = Buffer.from(bytes.toString(16).padStart(bytes > 0xffff ? 6 : bytes > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(0x80 | big.length), big])
}
const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const bits = (content: Buffer) => der(0x03, Buffer.of(0), content)
const octets = (content: Buffer) => der(0x04, content)
const text = (tag: number, content: string) => der(tag, Buffer.from(content, 'utf8'))
const integer = (content: Buffer) => der(0x02, content)
const truth = der(0x01, Buffer.of(0xff))
const identifier = (hex: string) => Buffer.from(hex, 'hex')

const commonName = identifier('0603550403')
const ecdsaWithSha256 = sequence(identifier('06082a8648ce3d040302'))
const basicConstraints = identifier('0603551d13')
const subjectAltName = identifier('0603551d11')
const keyUsage = identifier('0603551d0f')
const extendedKeyUsage = identifier('0603551d25')
const purposes = { server: identifier('06082b06010505070301'), client: identifier('06082b06010505070302') }

const nameOf = (name: string) => sequence(der(0x31, sequence(commonName, text(0x0c, name))))
/** UTCTime until 2049, RFC 5280, 4.1.2.5.1. */
const timeOf = (atMs: number) => text(0x17, `${new Date(atMs).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`)

/** Addresses are told apart; of the rest `spiffe://…` and the like are URIs, all others names of hosts. */
const altName = (name: string): Buffer => {
  const address = bytesOfAddress(name)
  return address ? der(0x87, Buffer.from(address)) : text(name.includes('://') ? 0x86 : 0x82, name)
}
const altNames = (names: readonly string[]) => octets(sequence(...names.map(altName)))

export interface CertificateContent {
  subject: string
  issuer: string
  publicKey: KeyObject
  signer: KeyObject
  fromMs: number
  untilMs: number
  /** `authority`: may sign others. */
  use: { kind: 'authority' } | { kind: 'server' | 'client'; names: readonly string[] }
}

/** As PEM. */
export const writeCertificate = ({ subject, issuer, publicKey, signer, fromMs, untilMs, use }: CertificateContent): string => {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  // One for each key, positive, without a zero before it: no randomness is needed beside the key's own.
  const serial = hash('sha256', spki, 'buffer').subarray(0, 16)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  const extensions =
    use.kind === 'authority'
      ? [sequence(basicConstraints, truth, octets(sequence(truth))), sequence(keyUsage, truth, octets(identifier('03020106')))]
      : [
          sequence(subjectAltName, altNames(use.names)),
          sequence(keyUsage, truth, octets(identifier('03020780'))),
          sequence(extendedKeyUsage, octets(sequence(purposes[use.kind]))),
        ]
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(timeOf(fromMs), timeOf(untilMs)),
    nameOf(subject),
    spki,
    der(0xa3, sequence(...extensions)),
  )
  const lines = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer)))
    .toString('base64')
    .match(/.{1,64}/g)!
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

export const makeKeyPair = (): { privateKey: KeyObject; publicKey: KeyObject } => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}
export const pemOfKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string

/** A certificate for these names that vouches for itself. */
export const makeSelfSigned = (names: readonly string[], { fromMs, untilMs }: { fromMs: number; untilMs: number }) => {
  const { privateKey, publicKey } = makeKeyPair()
  const subject = names[0] ?? 'localhost'
  const use = { kind: 'server' as const, names }
  return {
    certificatePem: writeCertificate({ subject, issuer: subject, publicKey, signer: privateKey, fromMs, untilMs, use }),
    keyPem: pemOfKey(privateKey),
  }
}
