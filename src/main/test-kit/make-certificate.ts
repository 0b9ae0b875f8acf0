/** Certificates for tests, signed by an authority of their own, written as DER by hand: Node can read X.509 but not make it (RFC 5280). */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

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
const text = (tag: number, content: string) => der(tag, Buffer.from(content, 'latin1'))
const integer = (value: number) => der(0x02, Buffer.of(value))
const truth = der(0x01, Buffer.of(0xff))

const commonName = Buffer.from('0603550403', 'hex')
const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'))
const basicConstraints = Buffer.from('0603551d13', 'hex')
const subjectAltName = Buffer.from('0603551d11', 'hex')

const nameOf = (name: string) => sequence(der(0x31, sequence(commonName, text(0x0c, name))))
/** UTCTime, RFC 5280, 4.1.2.5.1. */
const timeOf = (atMs: number) => text(0x17, `${new Date(atMs).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`)

const addressBytes = (address: string): Buffer =>
  isIP(address) === 4 ? Buffer.from(address.split('.').map(Number)) : Buffer.concat([Buffer.alloc(15), Buffer.of(1)])
const altNames = (names: readonly string[]) =>
  octets(sequence(...names.map((name) => (isIP(name) ? der(0x87, addressBytes(name)) : text(0x82, name)))))

interface Certificate {
  subject: string
  issuer: string
  key: KeyObject
  signer: KeyObject
  serial: number
  extensions: Buffer[]
  fromMs: number
  untilMs: number
}
const dayMs = 86_400_000

const writeCertificate = ({ subject, issuer, key, signer, serial, extensions, fromMs, untilMs }: Certificate): string => {
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(timeOf(fromMs), timeOf(untilMs)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const whole = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer)))
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

const makePair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string

export interface Authority {
  caPem: string
  /** A server's certificate for these names and addresses (`::1` is the only IPv6 one), valid a day around now unless `ended`. */
  certify(names: readonly string[], ended?: boolean): { certPem: string; keyPem: string }
}

export const makeAuthority = (name = 'Test authority'): Authority => {
  const own = makePair()
  const signer = createPrivateKey(pemOf(own.privateKey))
  const nowMs = Date.now()
  const common = { issuer: name, signer, fromMs: nowMs - dayMs, untilMs: nowMs + dayMs }
  return {
    caPem: writeCertificate({
      ...common,
      subject: name,
      key: own.publicKey,
      serial: 1,
      extensions: [sequence(basicConstraints, truth, octets(sequence(truth)))],
    }),
    certify: (names, ended = false) => {
      const pair = makePair()
      return {
        keyPem: pemOf(pair.privateKey),
        certPem: writeCertificate({
          ...common,
          subject: names[0] ?? 'nobody',
          key: pair.publicKey,
          serial: 2,
          extensions: [sequence(subjectAltName, altNames(names))],
          untilMs: ended ? nowMs - dayMs / 2 : common.untilMs,
        }),
      }
    },
  }
}
