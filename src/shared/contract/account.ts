/** One's own account: sessions, password, authenticator, backup codes. */
import { z } from 'zod'
import { backupCodesSchema, enrolmentSchema, password, totpCode, userSchema } from './access.ts'
import { procedure } from './procedure.ts'

export const sessionSchema = z.object({
  id: z.uuid(),
  current: z.boolean(),
  /** What signed in, from its user agent: "Chrome on Linux". */
  device: z.string(),
  address: z.string(),
  createdAtMs: z.int(),
  lastInputAtMs: z.int(),
  expiresAtMs: z.int(),
  locked: z.boolean(),
})
export type Session = z.infer<typeof sessionSchema>

export const accountSchema = z.object({
  user: userSchema,
  createdAtMs: z.int(),
  passwordChangedAtMs: z.int(),
  /** null: no authenticator; this session has no second factor and never steps up. */
  mfaEnrolledAtMs: z.int().nullable(),
  backupCodesLeft: z.int(),
  /** null: there are none, as there is no authenticator. */
  backupCodesIssuedAtMs: z.int().nullable(),
})
export type Account = z.infer<typeof accountSchema>

export const accountContract = {
  mine: procedure('GET', '/account', "One's own account and how it is protected", { needs: 'session' }).output(accountSchema),

  sessions: procedure('GET', '/account/sessions', "One's own sessions", { needs: 'session' }).output(z.array(sessionSchema)),

  revokeSession: procedure('POST', '/account/revoke-session', "End one of one's own sessions", { needs: 'session' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({})),

  revokeOtherSessions: procedure('POST', '/account/revoke-other-sessions', "End all of one's own sessions but this one", {
    needs: 'session',
  }).output(z.object({ revoked: z.int() })),

  changePassword: procedure('POST', '/account/change-password', "Change one's own password; other sessions end", { needs: 'session' })
    .input(z.object({ current: password, next: password }))
    .output(z.object({ revokedSessions: z.int() })),

  startMfaReplacement: procedure('POST', '/account/start-mfa-replacement', 'Begin to move to another authenticator', {
    needs: 'session',
    stepUp: true,
    returnsSecret: true,
  }).output(enrolmentSchema),

  confirmMfaReplacement: procedure('POST', '/account/confirm-mfa-replacement', 'Confirm the new authenticator with its first code', {
    needs: 'session',
    stepUp: true,
  })
    .input(z.object({ ticket: z.string().min(1).max(128), code: totpCode }))
    .output(z.object({})),

  reissueBackupCodes: procedure('POST', '/account/reissue-backup-codes', 'Replace all backup codes by ten new ones', {
    needs: 'session',
    stepUp: true,
    returnsSecret: true,
  }).output(z.object({ backupCodes: backupCodesSchema })),

  downloadBackupCodes: procedure('POST', '/account/download-backup-codes', 'A one-time link to a text file of the codes just shown', {
    needs: 'session',
    returnsSecret: true,
  })
    .input(z.object({ backupCodes: z.array(z.string().max(32)).length(10) }))
    .output(z.object({ url: z.string() })),
}
