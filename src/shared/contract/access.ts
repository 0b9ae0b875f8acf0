/** Getting in: first run, sign-in, lock and unlock, step-up. */
import { z } from 'zod'
import { permissionSchema, roleSchema } from '../permissions.ts'
import { procedure } from './procedure.ts'

export const userName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(64, 'At most 64 characters.')
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@'-]*$/u, "Letters, digits, space and . _ @ ' - only, beginning with a letter or digit.")
/** Upper bound against hashing megabytes; the lower bound is a setting. */
export const password = z.string().min(1, 'Enter a password.').max(1024, 'At most 1,024 characters.')
/** Six digits; spaces that a paste brings along are dropped. */
export const totpCode = z
  .string()
  .max(32, 'A code has six digits.')
  .transform((text) => text.replace(/\s+/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'A code has six digits.'))
const typedName = z.string().trim().min(1, 'Enter your name.').max(64, 'At most 64 characters.')
/** As it stands on the paper, with any spaces and dashes. */
export const typedRecoveryKey = z.string().trim().min(1, 'Enter the recovery key.').max(200, 'At most 200 characters.')
const ticket = z.string().min(1).max(128)
const backupCode = z.string().trim().min(1, 'Enter a backup code.').max(64, 'At most 64 characters.')

export const userSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
})
export type User = z.infer<typeof userSchema>

/** The session's token is a secret of this window: it travels in `Authorization: Bearer` and is kept in sessionStorage only. */
export const sessionGrantSchema = z.object({
  token: z.string(),
  sessionId: z.uuid(),
  user: userSchema,
  expiresAtMs: z.int(),
})
export type SessionGrant = z.infer<typeof sessionGrantSchema>

export const endReasons = ['expired', 'revoked', 'signed-out', 'unknown'] as const
export type EndReason = (typeof endReasons)[number]
export const lockReasons = ['idle', 'user', 'screen', 'suspend'] as const
export type LockReason = (typeof lockReasons)[number]

export const sessionStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** `why` tells a session that ended from one that never was. */
  z.object({ kind: z.literal('ended'), why: z.enum(endReasons) }),
  z.object({ kind: z.literal('locked'), user: userSchema, sinceMs: z.int(), why: z.enum(lockReasons) }),
  z.object({
    kind: z.literal('open'),
    user: userSchema,
    sessionId: z.uuid(),
    expiresAtMs: z.int(),
    idleLockAfterMs: z.int(),
    steppedUpUntilMs: z.int().nullable(),
  }),
])
export type SessionState = z.infer<typeof sessionStateSchema>

export const accessStateSchema = z.object({
  /** Without any administrator the console shows first run. */
  firstRun: z.boolean(),
  /** The least length of a password, a setting; the first-run form says it before it is asked. */
  passwordMinLength: z.int(),
  session: sessionStateSchema,
})
export type AccessState = z.infer<typeof accessStateSchema>

/** A TOTP secret on its way into an authenticator (RFC 6238: SHA-1, 6 digits, 30 s). */
export const enrolmentSchema = z.object({
  ticket: z.string(),
  userName: z.string(),
  /** Base32, ungrouped. */
  secret: z.string(),
  /** Rows of the QR code: true is dark. Drawn by the page, so that no image carries the secret. */
  qr: z.array(z.array(z.boolean())),
  expiresAtMs: z.int(),
})
export type Enrolment = z.infer<typeof enrolmentSchema>

export const signInStepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), ticket: z.string(), expiresAtMs: z.int() }),
  /** Too many failures: until `untilMs` only a backup code opens, and only after the right password. */
  z.object({ kind: z.literal('locked-out'), ticket: z.string(), expiresAtMs: z.int(), untilMs: z.int() }),
  /** A user without an authenticator (reset, or never set up) enrols first; where `optional`, `skipEnrolment` goes on without. */
  z.object({ kind: z.literal('enrol'), enrolment: enrolmentSchema, optional: z.boolean() }),
])
export type SignInStep = z.infer<typeof signInStepSchema>

export const passwordVerdictSchema = z.object({
  /** 0 (guessed at once) to 4 (out of reach), after zxcvbn. */
  score: z.int().min(0).max(4),
  acceptable: z.boolean(),
  /** Why it is refused or how to make it better; null when there is nothing to say. */
  reason: z.string().nullable(),
})
export type PasswordVerdict = z.infer<typeof passwordVerdictSchema>

export const backupCodesSchema = z.array(z.string()).length(10)

export const accessContract = {
  state: procedure('GET', '/access/state', 'What this window may see: first run, sign-in, lock or the console', { needs: 'host' }).output(
    accessStateSchema,
  ),

  judgePassword: procedure('POST', '/access/judge-password', 'How strong a password is, and why it would be refused', { needs: 'host' })
    .input(z.object({ name: z.string().max(64), password: z.string().max(1024) }))
    .output(passwordVerdictSchema),

  createFirstAdministrator: procedure('POST', '/access/first-administrator', 'First run: name and password of the first administrator', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ name: userName, password }))
    .output(enrolmentSchema),

  confirmEnrolment: procedure('POST', '/access/confirm-enrolment', 'Confirm the authenticator with its first code; signs in', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ ticket, code: totpCode }))
    .output(z.object({ session: sessionGrantSchema, backupCodes: backupCodesSchema })),

  skipEnrolment: procedure('POST', '/access/skip-enrolment', 'Go on without an authenticator, where none is required; signs in', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ ticket }))
    .output(sessionGrantSchema),

  signIn: procedure('POST', '/access/sign-in', 'Sign in, first step: name and password', { needs: 'host', returnsSecret: true })
    .input(z.object({ name: typedName, password }))
    .output(signInStepSchema),

  submitCode: procedure('POST', '/access/submit-code', 'Sign in, second step: the code of the authenticator', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ ticket, code: totpCode }))
    .output(sessionGrantSchema),

  submitBackupCode: procedure('POST', '/access/submit-backup-code', 'Sign in, second step: a backup code instead', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ ticket, backupCode }))
    .output(sessionGrantSchema.extend({ backupCodesLeft: z.int() })),

  resetWithRecoveryKey: procedure(
    'POST',
    '/access/reset-with-recovery-key',
    'Choose another password with the recovery key; it holds once the second step of signing in was right',
    { needs: 'host', returnsSecret: true },
  )
    .input(z.object({ name: typedName, recoveryKey: typedRecoveryKey, password }))
    .output(signInStepSchema),

  signOut: procedure('POST', '/access/sign-out', 'End this session', { needs: 'locked-session' }).output(z.object({})),

  lock: procedure('POST', '/access/lock', 'Lock this session', { needs: 'session' })
    .input(z.object({ why: z.enum(['user', 'screen', 'suspend']).default('user') }))
    .output(z.object({})),

  unlock: procedure('POST', '/access/unlock', 'Unlock this session with the password', { needs: 'locked-session' })
    .input(z.object({ password }))
    .output(z.object({})),

  noteInput: procedure('POST', '/access/note-input', 'Tell that a person used this window (keeps the session from locking)', {
    needs: 'session',
  }).output(z.object({})),

  stepUp: procedure('POST', '/access/step-up', 'Prove presence with a fresh code, for five minutes', { needs: 'session' })
    .input(z.object({ code: totpCode }))
    .output(z.object({ untilMs: z.int() })),

  stepUpWithBackupCode: procedure('POST', '/access/step-up-with-backup-code', 'Prove presence with a backup code, which is used up', {
    needs: 'session',
  })
    .input(z.object({ backupCode }))
    .output(z.object({ untilMs: z.int(), backupCodesLeft: z.int() })),
}
