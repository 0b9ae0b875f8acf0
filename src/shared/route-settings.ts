/** What holds on a route of the guard, each part its own, inherited or built in. Times are milliseconds, sizes bytes. */
import { z } from 'zod'
import { browserSettings } from './browser-settings.ts'
import { resourceClassSchema } from './limit-parts.ts'
import { bytes, gb, headerNameSchema, headerValueSchema, idSchema, kb, mb, ms, writtenHeaderNameSchema } from './policy-parts.ts'

/** What a route may set and otherwise inherits, one by one, from `defaults`, and those from here. */
const settingsShape = {
  /** Whether a consumer must, may or need not say who it is. */
  identity: z.enum(['none', 'optional', 'required']).default('none'),
  /** Where an API key is looked for; `authorization` is read as `Bearer KEY`. */
  keyHeader: headerNameSchema.default('x-api-key'),
  /** Whose tokens are taken; none named: of every issuer of the policy. */
  issuers: z.array(idSchema).max(50).default([]),
  /** What the caller must be allowed to do, see `scopesOf`; null: nothing more than to be known. */
  action: z.string().max(60).nullable().default(null),
  /** What its requests cost the service, for limits by class; null: nothing that is limited so. */
  resourceClass: resourceClassSchema.nullable().default(null),
  /** What tells the sessions of callers apart, for limits by session; null: nothing does. */
  sessionFrom: z
    .string()
    .max(110)
    .regex(/^(?:claim:sid|cookie:[!#$%&'*+\-.^_`|~0-9A-Za-z]+)$/, 'neither as in cookie:sid nor claim:sid')
    .nullable()
    .default(null),
  /** Until the first byte of the answer. */
  answerTimeoutMs: ms(10, 600_000).default(30_000),
  /** Between two pieces of a body, on either side. */
  idleTimeoutMs: ms(10, 3_600_000).default(30_000),
  maxBodyBytes: bytes(0, 100 * gb).default(100 * mb),
  maxUrlBytes: bytes(16, 64 * kb).default(8 * kb),
  /** Taken off the path before it is sent on; must be what the route matches. */
  stripPrefix: z.string().max(2000).default(''),
  addPrefix: z.string().max(2000).default(''),
  /** Sends on the caller's Host instead of the target's. */
  keepHost: z.boolean().default(false),
  setRequestHeaders: z.record(writtenHeaderNameSchema, headerValueSchema).default({}),
  removeRequestHeaders: z.array(headerNameSchema).max(50).default([]),
  /** Keys that neither callers nor this document hold: `Bearer {key}` with what `secret` refers to. */
  injectKeys: z
    .array(
      z.strictObject({
        header: writtenHeaderNameSchema,
        template: z.string().max(200).includes('{key}').default('{key}'),
        secret: z.string().max(300),
      }),
    )
    .max(5)
    .default([]),
  /** E9: those that the upstream did not set. */
  securityHeaders: z.boolean().default(true),
  removeServerHeaders: z.boolean().default(true),
  setResponseHeaders: z.record(writtenHeaderNameSchema, headerValueSchema).default({}),
  /** Who is told how long each stage took. */
  serverTiming: z.enum(['nobody', 'consumers', 'everybody']).default('nobody'),
  /** Names of query parameters whose values may be recorded. */
  recordQuery: z.array(z.string().max(100)).max(50).default([]),
  /** The guard's decisions on this route are told and recorded, and refuse nothing. */
  passThrough: z.boolean().default(false),
  ...browserSettings,
} as const
export const settingsSchema = z.strictObject(settingsShape)
export type RouteSettings = z.infer<typeof settingsSchema>
/** Only what was set: absent ones are inherited. */
export const someSettingsSchema = z.strictObject(
  Object.fromEntries(Object.entries(settingsShape).map(([name, schema]) => [name, schema.unwrap().optional()])) as {
    [Name in keyof typeof settingsShape]: z.ZodOptional<ReturnType<(typeof settingsShape)[Name]['unwrap']>>
  },
)
export type SomeSettings = z.infer<typeof someSettingsSchema>

export const settingNames = Object.keys(settingsShape) as (keyof RouteSettings)[]
export type SettingOrigin = 'route' | 'defaults' | 'built in'

/** What holds on a route, and where each part comes from. */
export const effectiveSettings = (
  policy: { defaults: SomeSettings },
  route: { settings: SomeSettings },
): { settings: RouteSettings; origins: Record<keyof RouteSettings, SettingOrigin> } => {
  const given = { ...defined(policy.defaults), ...defined(route.settings) }
  const origins = Object.fromEntries(
    settingNames.map((name) => [
      name,
      route.settings[name] !== undefined ? 'route' : policy.defaults[name] !== undefined ? 'defaults' : 'built in',
    ]),
  ) as Record<keyof RouteSettings, SettingOrigin>
  return { settings: settingsSchema.parse(given), origins }
}
const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
