/** Who calls the guarded service: consumers, their keys and what they may do there. */
import { z } from 'zod'
import { idSchema, nameSchema, networkSchema } from './policy-parts.ts'
import { clientCertificateSchema } from './tls-settings.ts'

/** Roles of consumers and the scopes that each brings (A6). */
export const consumerRoles = ['api_user', 'viewer', 'operator', 'admin'] as const
export const consumerScopes: Record<(typeof consumerRoles)[number], readonly string[]> = {
  api_user: ['print_request'],
  viewer: ['view_jobs', 'view_status'],
  operator: ['print_request', 'view_jobs', 'view_status', 'cancel_jobs'],
  admin: ['*'],
}

export const consumerKeySchema = z.strictObject({
  id: idSchema,
  /** What is shown of it, and what it is found by. */
  prefix: z.string().regex(/^[A-Za-z0-9]{8}$/),
  /** SHA-256 of the whole key, hexadecimal: a key is 256 random bits, so no slower hash is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null: all that the consumer may do. */
  scopes: z.array(z.string().max(60)).max(50).nullable().default(null),
  expiresAtMs: z.int().nullable().default(null),
})

export const consumerSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  enabled: z.boolean().default(true),
  role: z.enum(consumerRoles).default('api_user'),
  /** Beside those of the role. */
  scopes: z.array(z.string().max(60)).max(50).default([]),
  /** Networks it may call from; none: any. */
  networks: z.array(networkSchema).max(50).default([]),
  keys: z.array(consumerKeySchema).max(20).default([]),
  /** Certificates that it shows at a port that asks for them. */
  certificates: z.array(clientCertificateSchema).max(20).default([]),
})
export type Consumer = z.infer<typeof consumerSchema>

/** What a consumer may do with one of its keys. */
export const scopesOf = (consumer: Pick<Consumer, 'role' | 'scopes'>, key: { scopes: string[] | null }): readonly string[] => {
  const all = [...consumerScopes[consumer.role], ...consumer.scopes]
  return key.scopes === null ? all : key.scopes.filter((scope) => all.includes(scope) || all.includes('*'))
}
export const mayDo = (scopes: readonly string[], action: string): boolean => scopes.includes(action) || scopes.includes('*')
