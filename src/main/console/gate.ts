/** Who may call a procedure, decided before its input is even looked at. */
import { isOpenToTokens } from '../../shared/contract/procedure.ts'
import type { Needs, ProcedureMeta } from '../../shared/contract/procedure.ts'
import { GatehouseError } from '../../shared/errors.ts'
import { roleMay } from '../../shared/permissions.ts'
import type { Permission } from '../../shared/permissions.ts'
import type { OpenToken } from '../features/handlers.ts'
import type { Asker } from './asker.ts'

const whyEnded = {
  expired: 'Your session has expired. Sign in again.',
  revoked: 'Your session was ended from elsewhere. Sign in again.',
  'signed-out': 'You are signed out.',
  unknown: 'Sign in first.',
} as const

const permissionOf = (needs: Needs): Permission | null =>
  needs === 'host' || needs === 'session' || needs === 'locked-session' ? null : needs

/** A token's refusal names what the procedure takes instead, also to a program that cannot ask. */
export const notForTokens = (meta: ProcedureMeta): GatehouseError => {
  const why = (() => {
    if (meta.stepUp) return 'takes a fresh code'
    if (meta.returnsSecret) return 'answers with a secret'
    if (permissionOf(meta.needs) === null) return 'takes a session of a person'
    return 'belongs to a session of a person'
  })()
  return new GatehouseError('NOT_PERMITTED', `An access token may not do this: it ${why}. Do it in the console.`, {
    permission: permissionOf(meta.needs) ?? 'session',
  })
}

const admitToken = (meta: ProcedureMeta, { name, user }: OpenToken): void => {
  if (!isOpenToTokens(meta)) throw notForTokens(meta)
  const permission = meta.needs
  if (user.permissions.includes(permission)) return
  const whose = roleMay(user.role, permission) ? `The access token “${name}”` : `The role of its user (${user.role})`
  throw new GatehouseError('NOT_PERMITTED', `${whose} may not do this: it takes the permission ${permission}.`, { permission })
}

/** Throws what the token was refused with, HOST_TOKEN_REQUIRED, NOT_SIGNED_IN, SESSION_LOCKED, NOT_PERMITTED or STEP_UP_REQUIRED. */
export const admitCall = (meta: ProcedureMeta, trusted: boolean, identity: Asker, nowMs: number): void => {
  if (identity.kind === 'refused') throw identity.error
  if (identity.kind === 'token') return admitToken(meta, identity.token)
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
