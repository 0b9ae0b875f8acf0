/** What the guard tells of the certificates on its ports. */
import { z } from 'zod'

export const certificateStateSchema = z.object({
  kind: z.enum(['files', 'self-signed']),
  names: z.array(z.string()),
  issuer: z.string(),
  fromMs: z.number(),
  untilMs: z.number(),
  /** Of the certificate, hexadecimal. */
  sha256: z.string(),
})
export type CertificateState = z.infer<typeof certificateStateSchema>

export const listenerTlsStateSchema = z.object({
  listener: z.string(),
  certificates: z.array(certificateStateSchema),
  /** Why what stands in the files now is not served with: the former is. */
  problem: z.string().nullable(),
})
export type ListenerTlsState = z.infer<typeof listenerTlsStateSchema>
