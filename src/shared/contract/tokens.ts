/** Personal access tokens: for one's own programs, over the REST interface alone. */
import { z } from 'zod'
import { permissions, permissionSchema } from '../permissions.ts'
import { procedure } from './procedure.ts'

export const longestTokenDays = 365

/** It stands in sentences of the log: nothing that a reader cannot see, or that turns the text around. */
const tokenName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(64, 'At most 64 characters.')
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'Only characters that can be seen, and spaces.')

export const accessTokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its first characters. */
  prefix: z.string(),
  /** As given; what the role no longer allows is void. */
  permissions: z.array(permissionSchema),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  lastUsedAtMs: z.int().nullable(),
  lastUsedFrom: z.string().nullable(),
  /** `tampered`: its row was changed by something that is not Gatehouse; it opens nothing. */
  state: z.enum(['active', 'expired', 'revoked', 'tampered']),
  revokedBy: z.string().nullable(),
})
export type AccessToken = z.infer<typeof accessTokenSchema>

export const tokensContract = {
  mine: procedure('GET', '/tokens', "One's own access tokens", { needs: 'session' }).output(z.array(accessTokenSchema)),

  create: procedure('POST', '/tokens/create', 'Make an access token; it is shown once', {
    needs: 'session',
    stepUp: true,
    returnsSecret: true,
  })
    .input(
      z.object({
        name: tokenName,
        permissions: z.array(permissionSchema).min(1, 'Choose at least one permission.').max(permissions.length, 'Each permission once.'),
        expiresInDays: z.int().min(1, 'At least a day.').max(longestTokenDays, 'At most a year.'),
      }),
    )
    .output(z.object({ token: z.string(), made: accessTokenSchema })),

  revoke: procedure('POST', '/tokens/revoke', "Revoke one of one's own access tokens", { needs: 'session' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),

  ofUser: procedure('GET', '/tokens/of-user', 'The access tokens of a user', { needs: 'users:manage' })
    .input(z.object({ userId: z.uuid() }))
    .output(z.array(accessTokenSchema)),

  revokeOfUser: procedure('POST', '/tokens/revoke-of-user', 'Revoke an access token of a user', { needs: 'users:manage' })
    .input(z.object({ userId: z.uuid(), id: z.uuid() }))
    .output(z.object({})),
}
