/** TLS as a policy says it: on the guard's ports and towards its upstreams. Certificates and keys stand in files; a policy holds only where. */
import { z } from 'zod'
import { isAddress } from './network-address.ts'

/** Whole, so that it means the same wherever the guard was started. */
export const filePathSchema = z
  .string()
  .trim()
  .max(1000)
  .regex(/^(?:\/|[A-Za-z]:[\\/])[^\p{Cc}]*$/u, 'not the whole path of a file, such as /etc/gatehouse/tls.pem')

const hostNameSchema = z
  .string()
  .max(253)
  .toLowerCase()
  .refine(
    (text) => isAddress(text) || /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*$/.test(text),
    'neither a name of a host nor an address',
  )

const certificateSchema = z.discriminatedUnion('kind', [
  /** PEM; behind the certificate those that vouch for it. Read again when the files change. */
  z.strictObject({ kind: z.literal('files'), certificate: filePathSchema, key: filePathSchema }),
  /** Made by the guard itself: callers cannot tell it from an impostor's unless they were told of it. */
  z.strictObject({
    kind: z.literal('self-signed'),
    names: z.array(hostNameSchema).min(1).max(20).default(['localhost', '127.0.0.1', '::1']),
  }),
])

export const listenerTlsSchema = z.strictObject({
  /** Chosen by the name that a caller asks for; the first where it names none, or another. */
  certificates: z.array(certificateSchema).min(1).max(20),
  minVersion: z.enum(['1.2', '1.3']).default('1.2'),
  /** Offers HTTP/2 beside HTTP/1.1. */
  http2: z.boolean().default(true),
  /** Callers show a certificate that one of these authorities signed; one that is shown and not good ends the connection. */
  clientCertificates: z
    .strictObject({ need: z.enum(['optional', 'required']), authorities: filePathSchema })
    .nullable()
    .default(null),
})
export type ListenerTls = z.infer<typeof listenerTlsSchema>

/** SHA-256 of a public key (RFC 7469, 2.4), base64. */
const pinSchema = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'not the SHA-256 of a public key in base64, such as openssl makes it')

/** Towards targets whose address begins with https. That they are checked cannot be turned off. */
export const upstreamTlsSchema = z.strictObject({
  /** Only these are trusted, instead of the public ones; null: the public ones. */
  authorities: filePathSchema.nullable().default(null),
  /** What the guard shows of itself. */
  certificate: z.strictObject({ certificate: filePathSchema, key: filePathSchema }).nullable().default(null),
  /** The name that the certificate must be for, where it is not that of the address. */
  serverName: hostNameSchema.nullable().default(null),
  /** One of these keys must be in the chain, beside all else; none: any. */
  pins: z.array(pinSchema).max(10).default([]),
})
export type UpstreamTls = z.infer<typeof upstreamTlsSchema>

/** How a consumer's certificate is known: by its SHA-256, or by a name that its authority vouches for. */
export const clientCertificateSchema = z
  .string()
  .trim()
  .max(500)
  .regex(
    /^(?:sha256:[0-9a-f]{64}|DNS:[\w*.-]+|URI:[a-z][a-z0-9+.-]*:[\x21-\x7e]+|email:[\x21-\x7e]+@[\w.-]+|CN:[^\p{C}]+)$/u,
    'neither sha256:… with 64 hexadecimal digits nor DNS:, URI:, email: or CN: with a name',
  )
