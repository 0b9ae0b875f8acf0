/** Who may call a procedure, decided before its input is even looked at. */
import type { Needs, ProcedureMeta } from '../../shared/contract/procedure.ts'
import { GatehouseError } from '../../shared/errors.ts'
import { roleMay } from '../../shared/permissions.ts'
import type { Permission } from '../../shared/permissions.ts'
import type { Identity } from '../features/handlers.ts'

const whyEnded = {
  expired: 'Your session has expired. Sign in again.',
  revoked: 'Your session was ended from elsewhere. Sign in again.',
  'signed-out': 'You are signed out.',
  unknown: 'Sign in first.',
} as const

const permissionOf = (needs: Needs): Permission | null =>
  needs === 'host' || needs === 'session' || needs === 'locked-session' ? null : needs

/** Throws HOST_TOKEN_REQUIRED, NOT_SIGNED_IN, SESSION_LOCKED, NOT_PERMITTED or STEP_UP_REQUIRED. */
export const admitCall = (meta: ProcedureMeta, trusted: boolean, identity: Identity, nowMs: number): void => {
  if (!trusted) throw new GatehouseError('HOST_TOKEN_REQUIRED', 'This window has no link to the console. Open it with a fresh link.', {})
  if (meta.needs === 'host') return
  if (identity.kind === 'none') throw new GatehouseError('NOT_SIGNED_IN', 'Sign in first.', {})
  if (identity.kind === 'ended') throw new GatehouseError('NOT_SIGNED_IN', whyEnded[identity.why], {})
  if (meta.needs === 'locked-session') return
  if (identity.kind === 'locked') throw new GatehouseError('SESSION_LOCKED', 'This session is locked. Unlock it with your password.', {})
  const permission = permissionOf(meta.needs)
  if (permission && !roleMay(identity.session.user.role, permission)) {
    throw new GatehouseError(
      'NOT_PERMITTED',
      `Your role (${identity.session.user.role}) may not do this: it takes the permission ${permission}.`,
      { permission },
    )
  }
  if (meta.stepUp && (identity.session.steppedUpUntilMs ?? 0) <= nowMs) {
    throw new GatehouseError('STEP_UP_REQUIRED', 'Enter a fresh code to go on.', {})
  }
}
