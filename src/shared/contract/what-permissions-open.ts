/** What each permission opens: to people, and to their programs with an access token. */
import type { Permission } from '../permissions.ts'
import { everyProcedure, type DescribedProcedure } from './every-procedure.ts'
import { isOpenToTokens } from './procedure.ts'

export type OpenedProcedure = Pick<DescribedProcedure, 'method' | 'path' | 'summary'>

/** In the order of the contract; empty where nothing asks for it. */
export const openedBy = (permission: Permission): OpenedProcedure[] =>
  everyProcedure.filter(({ meta }) => meta.needs === permission).map(({ method, path, summary }) => ({ method, path, summary }))

export const opensToTokens = (permission: Permission): boolean =>
  everyProcedure.some(({ meta }) => meta.needs === permission && isOpenToTokens(meta))
