/** Who issues tokens (JWT, RFC 7519) that are believed here: by which keys and algorithms, for whom, and what their claims mean. */
import { z } from 'zod'
import { consumerRoles } from './consumer.ts'
import { idSchema, kb, ms, nameSchema } from './policy-parts.ts'

/** RFC 7518, 3.1 and RFC 8037; `none` is no algorithm here. */
export const keyPairAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
/** By a secret that both sides have. RFC 7518, 3.2: it has at least as many bytes as the hash. */
export const secretBytes = { HS256: 32, HS384: 48, HS512: 64 } as const
const secretAlgorithms = ['HS256', 'HS384', 'HS512'] as const
export const tokenAlgorithms = [...keyPairAlgorithms, ...secretAlgorithms] as const
export type TokenAlgorithm = (typeof tokenAlgorithms)[number]
export const isOfSecret = (algorithm: TokenAlgorithm): algorithm is keyof typeof secretBytes => Object.hasOwn(secretBytes, algorithm)

/** Over TLS, or on this machine: whoever can change the document makes tokens. No name and password in it. */
const keysUrlSchema = z
  .string()
  .max(1000)
  .regex(
    /^(?:https:\/\/(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])|http:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\]))(?::\d{1,5})?(?:\/[\x21\x24-\x7e]*)?$/i,
    'not an address that begins with https:// (http:// only on this machine)',
  )

/** A claim by its name, or inside others: `realm_access.roles`. */
const claimPathSchema = z.string().min(1).max(200)
const claimValueSchema = z.string().min(1).max(300)

const hourMs = 3_600_000
export const issuerSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  enabled: z.boolean().default(true),
  /** The claim `iss`, letter by letter. */
  issuer: z.string().min(1).max(500),
  /** Of the claim `aud` one must be among these. */
  audiences: z.array(z.string().min(1).max(300)).min(1).max(20),
  algorithms: z.array(z.enum(tokenAlgorithms)).min(1).max(tokenAlgorithms.length).default(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']),
  keys: z.discriminatedUnion('kind', [
    z.strictObject({
      /** A JWK Set (RFC 7517) that is fetched, and again before it is old. */
      kind: z.literal('url'),
      url: keysUrlSchema,
      refreshMs: ms(60_000, 24 * hourMs).default(600_000),
      /** While it cannot be fetched, what was fetched is good for so long; then no token is. */
      goodForMs: ms(60_000, 7 * 24 * hourMs).default(24 * hourMs),
    }),
    /** Public keys as a JWK Set or in PEM, certificates too. */
    z.strictObject({
      kind: z.literal('pasted'),
      text: z
        .string()
        .min(1)
        .max(64 * kb),
    }),
    /** A reference, like those of `injectKeys`. */
    z.strictObject({ kind: z.literal('secret'), secret: z.string().max(300) }),
  ]),
  /** The header `typ`; null: JWT, at+jwt or none. */
  type: z.string().min(1).max(60).nullable().default(null),
  /** Clocks may differ by so much. */
  toleranceMs: ms(0, 300_000).default(30_000),
  /** From `iat` to `exp`. */
  maxLifetimeMs: ms(60_000, 30 * 24 * hourMs).default(24 * hourMs),
  /** Names the caller. */
  callerClaim: claimPathSchema.default('sub'),
  /** Callers that are a consumer of their own. */
  callers: z
    .array(z.strictObject({ value: claimValueSchema, consumer: idSchema }))
    .max(1000)
    .default([]),
  /** As which consumer all others come in, told apart by their name where limits count; null: they do not. */
  others: idSchema.nullable().default(null),
  /** Brings a role in the place of the consumer's own; null: none does. */
  roleClaim: claimPathSchema.nullable().default(null),
  roles: z
    .array(z.strictObject({ value: claimValueSchema, role: z.enum(consumerRoles) }))
    .max(50)
    .default([]),
  /** Narrows what the caller may do to the scopes that it lists; null: nothing does. */
  scopeClaim: claimPathSchema.nullable().default(null),
})
export type Issuer = z.infer<typeof issuerSchema>

interface Fault {
  path: (string | number)[]
  message: string
}

const algorithmFault = ({ algorithms, keys }: Issuer): string | null => {
  const ofSecret = algorithms.filter(isOfSecret).length
  // With both, a public key could be taken for the secret.
  if (ofSecret > 0 && ofSecret < algorithms.length) return 'algorithms of keys and of a secret exclude each other'
  if (keys.kind === 'secret' && ofSecret === 0) return 'a secret goes with HS256, HS384 or HS512'
  if (keys.kind !== 'secret' && ofSecret > 0) return 'HS256, HS384 and HS512 take a secret'
  return null
}

interface WithIssuers {
  issuers: readonly Issuer[]
  consumers: readonly { id: string }[]
  routes: readonly { settings: { issuers?: readonly string[] | undefined } }[]
  defaults: { issuers?: readonly string[] | undefined }
}

/** What each part by itself does not show: issuers that contradict themselves or each other, or name what is not there. */
export const issuerFaults = ({ issuers, consumers, routes, defaults }: WithIssuers): Fault[] => {
  const known = new Set(consumers.map(({ id }) => id))
  const ids = new Set(issuers.map(({ id }) => id))
  const unknownIn = (named: readonly string[] | undefined, place: (string | number)[]): Fault[] =>
    (named ?? []).filter((id) => !ids.has(id)).map((id) => ({ path: [...place, 'issuers'], message: `there is no issuer ${id}` }))
  return [
    ...issuers.flatMap((issuer, at): Fault[] => {
      const algorithm = algorithmFault(issuer)
      const unknown = [issuer.others, ...issuer.callers.map(({ consumer }) => consumer)].find((id) => id !== null && !known.has(id))
      return [
        ...(algorithm === null ? [] : [{ path: ['issuers', at, 'algorithms'], message: algorithm }]),
        ...(unknown == null
          ? []
          : [{ path: ['issuers', at, unknown === issuer.others ? 'others' : 'callers'], message: `there is no consumer ${unknown}` }]),
        ...(issuers.findIndex((other) => other.issuer === issuer.issuer) === at
          ? []
          : [{ path: ['issuers', at, 'issuer'], message: 'another issuer calls itself the same' }]),
      ]
    }),
    ...unknownIn(defaults.issuers, ['defaults']),
    ...routes.flatMap(({ settings }, at) => unknownIn(settings.issuers, ['routes', at, 'settings'])),
  ]
}

/** How an issuer's keys are in the guard. */
export const issuerStateSchema = z.object({
  id: z.string(),
  /** So many can be used. */
  keys: z.int(),
  /** Their ids, at most 20. */
  kids: z.array(z.string()),
  /** Null where they are not fetched, or never were. */
  fetchedAtMs: z.int().nullable(),
  /** Tokens can be checked. */
  usable: z.boolean(),
  /** What is not as it should be. */
  problem: z.string().nullable(),
})
export type IssuerState = z.infer<typeof issuerStateSchema>

/** What becomes of a token, as told to an operator who has it. */
export const judgedTokenSchema = z.object({
  verdict: z.enum(['good', 'refused', 'stranger', 'unknowable']),
  /** Which check it did not pass; null where it is good. */
  why: z.string().nullable(),
  issuer: z.string().nullable(),
  consumer: z.string().nullable(),
  scopes: z.array(z.string()),
  untilMs: z.int().nullable(),
  /** What it says, which need not be true: JSON; null where it cannot be read. */
  header: z.string().nullable(),
  claims: z.string().nullable(),
})
export type JudgedToken = z.infer<typeof judgedTokenSchema>
