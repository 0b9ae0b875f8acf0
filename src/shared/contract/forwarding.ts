/** Forwarding: the log sent on to syslog, a webhook or OpenTelemetry, each from where it stopped. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

const hostSchema = z.string().trim().min(1).max(253)
const httpUrl = z.url({ protocol: /^https?$/ }).max(2000)

/** Without secrets: those are given apart, kept sealed, and never shown again. */
export const forwardingTargetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('syslog'),
    transport: z.enum(['udp', 'tcp', 'tls']),
    host: hostSchema,
    port: z.int().min(1).max(65_535),
    /** RFC 5424, 6.2.1: 13 is "log audit". */
    facility: z.int().min(0).max(23).default(13),
    /** PEM of who signed the receiver's certificate; null: those that the system trusts. */
    caPem: z.string().max(20_000).nullable().default(null),
  }),
  /** Signed as Standard Webhooks says; the secret signs. */
  z.object({ kind: z.literal('webhook'), url: httpUrl }),
  /** OTLP/HTTP with JSON; the secret is sent as the header `headerName`. */
  z.object({ kind: z.literal('otlp'), url: httpUrl, headerName: z.string().max(100).default('authorization') }),
])
export type ForwardingTarget = z.infer<typeof forwardingTargetSchema>

export const destinationSchema = z.object({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  target: forwardingTargetSchema,
  enabled: z.boolean(),
  /** Only entries at least so severe are sent. */
  leastSeverity: severitySchema,
  hasSecret: z.boolean(),
  createdAtMs: z.int(),
  /** The newest entry that was sent, or passed over as not severe enough. */
  position: z.int(),
  /** Entries above the position. */
  lagEntries: z.int(),
  /** Age of the oldest that waits; null where none does. */
  lagMs: z.int().nullable(),
  /** Entries delivered since the destination was made. */
  delivered: z.int(),
  /** Entries that it never gets: dropped by retention before they could be sent, or rejected by the receiver for good. */
  lost: z.int(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('sending') }),
    z.object({ kind: z.literal('idle') }),
    z.object({ kind: z.literal('failing'), problem: z.string(), sinceMs: z.int(), nextTryAtMs: z.int() }),
    /** Its secret cannot be read while the vault is not open. */
    z.object({ kind: z.literal('sealed') }),
  ]),
  lastDeliveredAtMs: z.int().nullable(),
})
export type Destination = z.infer<typeof destinationSchema>

const givenSchema = z.object({
  name: z.string().trim().min(1).max(60),
  target: forwardingTargetSchema,
  leastSeverity: severitySchema.default('info'),
  /** A webhook's needs one; null keeps what is there. */
  secret: z.string().min(1).max(500).nullable().default(null),
})
const ofDestination = z.object({ id: z.uuid(), version: z.int() })

export const forwardingContract = {
  list: procedure('GET', '/forwarding', 'Where the log is sent on to, and how far', { needs: 'settings:read' }).output(
    z.array(destinationSchema),
  ),
  create: procedure('POST', '/forwarding', 'Send the log on to a new destination', { needs: 'settings:write', stepUp: true })
    .input(givenSchema.extend({ from: z.enum(['now', 'beginning']).default('now') }))
    .output(destinationSchema),
  change: procedure('POST', '/forwarding/{id}', 'Change a destination', { needs: 'settings:write', stepUp: true })
    .input(givenSchema.extend(ofDestination.shape))
    .output(destinationSchema),
  setEnabled: procedure('POST', '/forwarding/{id}/enabled', 'Stop sending, or go on from where it stopped', {
    needs: 'settings:write',
    stepUp: true,
  })
    .input(ofDestination.extend({ enabled: z.boolean() }))
    .output(destinationSchema),
  delete: procedure('POST', '/forwarding/{id}/delete', 'Delete a destination', { needs: 'settings:write', stepUp: true })
    .input(ofDestination)
    .output(z.object({})),
  /** Changes nothing, whatever comes back. */
  test: procedure('POST', '/forwarding/test', 'Send one test record to a destination, saved or not', {
    needs: 'settings:write',
    stepUp: true,
  })
    .input(givenSchema.extend({ id: z.uuid().nullable().default(null) }))
    .output(z.object({ delivered: z.boolean(), sentence: z.string() })),
  tryNow: procedure('POST', '/forwarding/{id}/try', 'Try again at once', { needs: 'settings:write' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),
}
