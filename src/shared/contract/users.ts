/** The other users of the console: invited, given a role, kept out, helped in again; and the sessions of each. */
import { z } from 'zod'
import { roleSchema } from '../permissions.ts'
import { enrolmentSchema, password, signInStepSchema, userName } from './access.ts'
import { sessionSchema } from './account.ts'
import { procedure } from './procedure.ts'

export const managedUserSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: roleSchema,
  disabled: z.boolean(),
  /** null: none; where `mfaRequired`, they enrol at the next sign-in. */
  mfaEnrolledAtMs: z.int().nullable(),
  mfaRequired: z.boolean(),
  backupCodesLeft: z.int(),
  /** null: never. */
  lastSeenAtMs: z.int().nullable(),
  /** Neither locked away for good nor ended. */
  sessions: z.int(),
  /** Their password may open a sealed vault. */
  opensVault: z.boolean(),
  /**
   * Where the master key lies in key slots: whether they have one. `next-sign-in`: they get it then. `none`: they may not.
   * `not-needed`: the master key lies elsewhere.
   */
  keySlot: z.enum(['held', 'next-sign-in', 'none', 'not-needed']),
  createdAtMs: z.int(),
  passwordChangedAtMs: z.int(),
  /** Their password was reset and they have not chosen a new one yet. */
  passwordResetPending: z.boolean(),
  /** The row was changed by something that is not Gatehouse; nobody gets in with it until an administrator sets it right. */
  tampered: z.boolean(),
  /** For CONFLICT. */
  version: z.int(),
})
export type ManagedUser = z.infer<typeof managedUserSchema>

export const invitationSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['invite', 'password-reset']),
  name: z.string(),
  /** null for a reset. */
  role: roleSchema.nullable(),
  opensVault: z.boolean(),
  madeBy: z.string(),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  expired: z.boolean(),
})
export type Invitation = z.infer<typeof invitationSchema>

/** Shown once. `code` is typed at the sign-in screen ("I have an invitation"); a link carries it in its fragment, `#invitation=CODE`. */
export const invitationGrantSchema = z.object({ invitation: invitationSchema, code: z.string() })
export type InvitationGrant = z.infer<typeof invitationGrantSchema>

const id = z.uuid()
const version = z.int().min(1)
const changed = { needs: 'users:manage', stepUp: true } as const
const atConsole = { needs: 'users:manage', atConsole: true } as const
/** 43 characters behind a prefix; a link that holds it is taken, too. */
const code = z.string().trim().min(1, 'Enter the code of your invitation.').max(256, 'At most 256 characters.')

export const usersContract = {
  list: procedure('GET', '/users', 'All users and the invitations that are open', { needs: 'users:manage' }).output(
    z.object({ users: z.array(managedUserSchema), invitations: z.array(invitationSchema) }),
  ),

  invite: procedure('POST', '/users/invite', 'Invite somebody: a code of one use, shown once', { ...changed, returnsSecret: true })
    .input(z.object({ name: userName, role: roleSchema, opensVault: z.boolean() }))
    .output(invitationGrantSchema),

  renewInvitation: procedure('POST', '/users/renew-invitation', 'A fresh code for an open or expired invitation; the one before is void', {
    ...changed,
    returnsSecret: true,
  })
    .input(z.object({ id }))
    .output(invitationGrantSchema),

  withdrawInvitation: procedure('POST', '/users/withdraw-invitation', 'Make the code of an invitation void', changed)
    .input(z.object({ id }))
    .output(z.object({})),

  changeRole: procedure('POST', '/users/change-role', 'Give a user another role; their open streams end', changed)
    .input(z.object({ id, role: roleSchema, opensVault: z.boolean(), version }))
    .output(managedUserSchema),

  setDisabled: procedure('POST', '/users/set-disabled', 'Keep a user out, or let them in again', changed)
    .input(z.object({ id, disabled: z.boolean(), version }))
    .output(managedUserSchema),

  resetMfa: procedure(
    'POST',
    '/users/reset-mfa',
    'Take the authenticator and backup codes from a user, who enrols at the next sign-in',
    changed,
  )
    .input(z.object({ id, version }))
    .output(managedUserSchema),

  resetPassword: procedure(
    'POST',
    '/users/reset-password',
    'Void the password of a user: a code of one use to choose another, shown once',
    {
      ...changed,
      returnsSecret: true,
    },
  )
    .input(z.object({ id, version }))
    .output(invitationGrantSchema),

  /** Where `tampered`: what the row says now is taken for right. */
  acceptRow: procedure('POST', '/users/accept-row', 'Take the row of a user that was changed from outside for right', changed)
    .input(z.object({ id, version }))
    .output(managedUserSchema),

  sessions: procedure('GET', '/users/sessions', 'The sessions of a user', atConsole).input(z.object({ id })).output(z.array(sessionSchema)),

  revokeSession: procedure('POST', '/users/revoke-session', 'End a session of a user', atConsole)
    .input(z.object({ id, sessionId: z.uuid() }))
    .output(z.object({})),

  revokeSessions: procedure('POST', '/users/revoke-sessions', 'End all sessions of a user', atConsole)
    .input(z.object({ id }))
    .output(z.object({ revoked: z.int() })),
}

/** What somebody with a code may do before they have a session. */
export const invitationContract = {
  look: procedure('POST', '/invitation/look', 'What an invitation is for', { needs: 'host' })
    .input(z.object({ code }))
    .output(
      z.object({
        kind: z.enum(['invite', 'password-reset']),
        name: z.string(),
        role: roleSchema.nullable(),
        madeBy: z.string(),
        expiresAtMs: z.int(),
      }),
    ),

  /** For somebody new: the authenticator to confirm with `access.confirmEnrolment`, which makes the user and uses the code up, or with `access.skipEnrolment`. */
  accept: procedure('POST', '/invitation/accept', 'Choose a password with an invitation; then enrol', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ code, password }))
    .output(enrolmentSchema.extend({ optional: z.boolean() })),

  /** After a reset: sets the password and uses the code up; what follows is the second step of signing in. */
  choosePassword: procedure('POST', '/invitation/choose-password', 'Choose another password with the code of a reset', {
    needs: 'host',
    returnsSecret: true,
  })
    .input(z.object({ code, password }))
    .output(signInStepSchema),
}
