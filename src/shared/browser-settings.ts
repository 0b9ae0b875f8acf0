/** What a route says about browsers: forged requests (CSRF), pages of other origins (CORS), and the policy of contents (CSP). */
import { z } from 'zod'
import { headerNameSchema, ms, token } from './policy-parts.ts'

/** `null` of sandboxed pages is not one of them: any page can become `null`. */
const originForm = /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/
/** Below two labels at least: `https://*.com` would be half of the world. */
const wildForm = /^https?:\/\/\*\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?$/

/** `https://app.example.com`, or `https://*.example.com` for all names below it. */
export const originSchema = z
  .string()
  .max(300)
  .toLowerCase()
  .refine((text) => originForm.test(text) || wildForm.test(text), 'not an origin such as https://app.example.com or https://*.example.com')
const anyOrSomeOrigin = z.union([z.literal('*'), originSchema], {
  error: 'not an origin such as https://app.example.com or https://*.example.com',
})
const methodSchema = z.string().max(20).regex(token, 'not a method').toUpperCase()
/** `*` would be read as “any header” by browsers. */
const allowedHeaderSchema = headerNameSchema.refine((name) => name !== '*', 'name each header')

/** CSP Level 3 and those that browsers take beside it. Reports have settings of their own. */
export const contentDirectives = [
  'default-src',
  'script-src',
  'script-src-elem',
  'script-src-attr',
  'style-src',
  'style-src-elem',
  'style-src-attr',
  'img-src',
  'font-src',
  'connect-src',
  'media-src',
  'object-src',
  'frame-src',
  'child-src',
  'worker-src',
  'manifest-src',
  'base-uri',
  'form-action',
  'frame-ancestors',
  'sandbox',
  'upgrade-insecure-requests',
  'require-trusted-types-for',
  'trusted-types',
] as const
export type ContentDirective = (typeof contentDirectives)[number]
/** Neither `;` nor `,`: no directive and no policy may be smuggled in. */
const sourcesForm = /^(?:[\x21-\x2b\x2d-\x3a\x3c-\x7e]+(?: [\x21-\x2b\x2d-\x3a\x3c-\x7e]+)*)?$/
export const sourcesSchema = z.string().max(2000).regex(sourcesForm, 'sources stand with single spaces between, without commas')
export const contentPolicySchema = z.partialRecord(z.enum(contentDirectives), sourcesSchema)
export type ContentPolicy = z.infer<typeof contentPolicySchema>

/** What a page sends the token of its cookie in. */
export const csrfHeader = 'x-gatehouse-csrf'

export const browserSettings = {
  /** `origin`: a request that changes something must come from a page of this origin; `token`: and show the token of its session (see `sessionFrom`). */
  csrf: z.enum(['off', 'origin', 'token']).default('off'),
  /** Told and not refused. */
  csrfDryRun: z.boolean().default(false),
  /** Pages of these may send what changes something, too. */
  csrfOrigins: z.array(originSchema).max(50).default([]),
  /** What tokens are signed with, as a reference like those of `injectKeys`; null: a key that the guard makes and keeps. */
  csrfKey: z.string().max(300).nullable().default(null),

  /** Pages of these may read answers. None: what the service says of it goes out as it is. */
  corsOrigins: z.array(anyOrSomeOrigin).max(100).default([]),
  corsMethods: z.array(methodSchema).max(20).default(['GET', 'HEAD', 'POST']),
  corsHeaders: z.array(allowedHeaderSchema).max(50).default(['content-type']),
  /** Of answers, beyond those that every page may read. */
  corsExposed: z.array(allowedHeaderSchema).max(50).default([]),
  /** With cookies. */
  corsCredentials: z.boolean().default(false),
  /** So long a browser need not ask again. */
  corsMaxAgeMs: ms(0, 86_400_000).default(600_000),
  /** Pages of public places may call this one in a private network. */
  corsPrivateNetwork: z.boolean().default(false),

  csp: z.enum(['off', 'report-only', 'enforce']).default('off'),
  cspDirectives: contentPolicySchema.default({
    'default-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  }),
  /** Browsers tell the guard what the policy stopped, or would stop. */
  cspReports: z.boolean().default(true),
} as const

interface Cors {
  corsOrigins?: readonly string[] | undefined
  corsCredentials?: boolean | undefined
}
/** Of what holds together; null: nothing is wrong. */
export const corsFault = ({ corsOrigins = [], corsCredentials = false }: Cors): string | null => {
  if (!corsOrigins.includes('*')) return null
  if (corsCredentials) return 'any page would act with the cookies of whoever looks at it: name the origins, or leave out cookies'
  return corsOrigins.length > 1 ? '* stands for all origins: no other stands beside it' : null
}
