/** Notifications: whom alerts reach, by which channel, and what became of each message. */
import { z } from 'zod'
import { severitySchema } from './audit-filter.ts'
import { procedure } from './procedure.ts'

const httpsUrl = z.url({ protocol: /^https?$/ }).max(2000)
const address = z.email().max(254)

/** Without secrets: those are given apart, kept in the vault's manner, and never shown again. */
export const channelSchema = z.discriminatedUnion('kind', [
  /** A notification of the desktop, or of the browser where the console is open. */
  z.object({ kind: z.literal('desktop') }),
  /** The secret is the incoming webhook's whole address. */
  z.object({ kind: z.literal('slack') }),
  /** Events API v2; the secret is the routing key. Only another region or a test names another `url`. */
  z.object({ kind: z.literal('pagerduty'), url: httpsUrl.default('https://events.pagerduty.com/v2/enqueue') }),
  /** Signed as Standard Webhooks says; the secret signs. */
  z.object({ kind: z.literal('webhook'), url: httpsUrl }),
  /** The secret is the password, where there is a user. */
  z.object({
    kind: z.literal('email'),
    host: z.string().trim().min(1).max(253),
    port: z.int().min(1).max(65_535).default(587),
    /** `starttls` refuses a server that does not offer it. */
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    user: z.string().max(254).nullable().default(null),
    from: address,
    to: z.array(address).min(1).max(20),
  }),
])
export type Channel = z.infer<typeof channelSchema>

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** In the time zone of the machine; from 22:00 to 07:00 goes past midnight. */
export const quietHoursSchema = z.object({
  from: timeOfDay,
  to: timeOfDay,
  /** 0 is Sunday. */
  days: z.array(z.int().min(0).max(6)).min(1).max(7),
  /** At least so severe are told nevertheless. */
  exceptFrom: severitySchema.default('critical'),
})

const givenContactPointSchema = z.object({
  name: z.string().trim().min(1).max(60),
  channel: channelSchema,
  enabled: z.boolean().default(true),
  leastSeverity: severitySchema.default('medium'),
  /** Only alerts of these groups; empty: all. */
  groups: z.array(z.string().max(60)).max(20).default([]),
  quietHours: quietHoursSchema.nullable().default(null),
  /** Told again until somebody acknowledges; null: once. */
  repeatMs: z.int().min(60_000).max(604_800_000).nullable().default(14_400_000),
  /** Escalation: told only once nobody has acknowledged for so long. */
  afterMs: z.int().min(0).max(86_400_000).default(0),
  tellResolved: z.boolean().default(true),
  /** `{{name}}`, `{{severity}}`, `{{sentence}}`, `{{summary}}`, `{{count}}`, `{{link}}`, `{{runbook}}`, `{{state}}`; null: as the product writes it. */
  template: z.string().max(4000).nullable().default(null),
  /** Loopback and private networks may be reached. Off by default: a console must not be made to speak to its own neighbours. */
  allowPrivateNetwork: z.boolean().default(false),
  secret: z.string().min(1).max(2000).nullable().default(null),
})
export type GivenContactPoint = z.infer<typeof givenContactPointSchema>

export const contactPointSchema = givenContactPointSchema.omit({ secret: true }).extend({
  id: z.uuid(),
  version: z.int(),
  hasSecret: z.boolean(),
  /** Messages that wait. */
  waiting: z.int(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('off') }),
    z.object({ kind: z.literal('well') }),
    /** `nextTryAtMs` null: nothing waits, the last message failed for good. */
    z.object({ kind: z.literal('failing'), problem: z.string(), sinceMs: z.int(), nextTryAtMs: z.int().nullable() }),
    /** Its secret cannot be read while the vault is not open. */
    z.object({ kind: z.literal('sealed') }),
  ]),
  lastDeliveredAtMs: z.int().nullable(),
})
export type ContactPoint = z.infer<typeof contactPointSchema>

export const deliveryStates = ['waiting', 'delivered', 'failed', 'dropped'] as const
export const deliverySchema = z.object({
  id: z.uuid(),
  contactPointId: z.uuid(),
  contactPointName: z.string(),
  kind: z.enum(['firing', 'update', 'repeat', 'acknowledged', 'resolved']),
  title: z.string(),
  severity: severitySchema,
  alertIds: z.array(z.uuid()),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  /** What the receiver said of the last attempt, or why it was dropped. */
  sentence: z.string(),
  createdAtMs: z.int(),
  deliveredAtMs: z.int().nullable(),
  nextTryAtMs: z.int().nullable(),
})
export type Delivery = z.infer<typeof deliverySchema>

/** What this computer shows: short, without what only the console should tell. */
export const desktopMessageSchema = z.object({
  /** The same however often it is listed: what was shown is not shown again. */
  id: z.uuid(),
  title: z.string(),
  text: z.string(),
  severity: severitySchema,
  atMs: z.int(),
  /** Where a click leads. */
  alertId: z.uuid().nullable(),
})
export type DesktopMessage = z.infer<typeof desktopMessageSchema>

const ofContactPoint = z.object({ id: z.uuid(), version: z.int() })

export const notificationsContract = {
  contactPoints: procedure('GET', '/notifications/contact-points', 'Whom alerts reach', { needs: 'metrics:read' }).output(
    z.array(contactPointSchema),
  ),
  createContactPoint: procedure('POST', '/notifications/contact-points', 'Add a contact point', { needs: 'alerts:write', stepUp: true })
    .input(givenContactPointSchema)
    .output(contactPointSchema),
  changeContactPoint: procedure('POST', '/notifications/contact-points/{id}', 'Change a contact point', {
    needs: 'alerts:write',
    stepUp: true,
  })
    .input(givenContactPointSchema.extend(ofContactPoint.shape))
    .output(contactPointSchema),
  deleteContactPoint: procedure('POST', '/notifications/contact-points/{id}/delete', 'Delete a contact point; what waits is dropped', {
    needs: 'alerts:write',
    stepUp: true,
  })
    .input(ofContactPoint)
    .output(z.object({})),
  /** Changes nothing, whatever comes back. */
  test: procedure('POST', '/notifications/test', 'Send one test message to a contact point, saved or not', {
    needs: 'alerts:write',
    stepUp: true,
  })
    .input(givenContactPointSchema.extend({ id: z.uuid().nullable().default(null) }))
    .output(z.object({ delivered: z.boolean(), sentence: z.string() })),
  /** A browser shows them, where it may; told of by the live topic. */
  desktopMessages: procedure(
    'GET',
    '/notifications/desktop-messages',
    'Messages of the last five minutes for this computer, oldest first',
    {
      needs: 'metrics:read',
    },
  ).output(z.array(desktopMessageSchema)),
  deliveries: procedure('GET', '/notifications/deliveries', 'What became of each message, newest first', { needs: 'metrics:read' })
    .input(
      z.object({
        contactPointId: z.uuid().nullable().default(null),
        alertId: z.uuid().nullable().default(null),
        before: z.uuid().nullable().default(null),
        limit: z.int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ deliveries: z.array(deliverySchema), nextBefore: z.uuid().nullable() })),
  retry: procedure('POST', '/notifications/deliveries/{id}/retry', 'Try a failed or waiting message again at once', {
    needs: 'alerts:write',
  })
    .input(z.object({ id: z.uuid() }))
    .output(deliverySchema),
}
