/** Whoever manages users, looked at inside the transaction: two administrators may be taking each other's role at this moment. */
import { GatehouseError } from '../../../shared/errors.ts'
import { roleMay } from '../../../shared/permissions.ts'
import type { Readable } from '../../database/database.ts'

import { sessionIsLive } from './session.store.ts'
import { userById } from './user.store.ts'

/** Throws NOT_SIGNED_IN or NOT_PERMITTED. */
export const requireManager = (db: Readable, session: { id: string; user: { id: string } }): void => {
  const user = userById(db, session.user.id)
  if (!user || user.disabled || !sessionIsLive(db, session.id)) throw new GatehouseError('NOT_SIGNED_IN', 'Your session has ended.', {})
  if (!roleMay(user.role, 'users:manage'))
    throw new GatehouseError('NOT_PERMITTED', `Your role is ${user.role} by now: managing users takes the permission users:manage.`, {
      permission: 'users:manage',
    })
}
