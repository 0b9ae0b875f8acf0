/** What each permission opens, read from the contract itself: no list of it is kept that could be old. */
import type { Permission } from '../permissions.ts'
import { contract } from './contract.ts'
import type { ProcedureMeta } from './procedure.ts'

export interface OpenedProcedure {
  method: string
  /** As in the REST interface, below `/api`. */
  path: string
  summary: string
}

interface Described {
  '~orpc': { meta: ProcedureMeta; route: { method?: string; path?: string; summary?: string } }
}

const isProcedure = (node: object): node is Described => '~orpc' in node
const proceduresIn = (node: object): Described[] =>
  isProcedure(node) ? [node] : Object.values(node).flatMap((child) => proceduresIn(child as object))

const described = proceduresIn(contract)

/** In the order of the contract; empty where nothing asks for it. */
export const openedBy = (permission: Permission): OpenedProcedure[] =>
  described
    .filter((one) => one['~orpc'].meta.needs === permission)
    .map(({ '~orpc': { route } }) => ({ method: route.method ?? '', path: route.path ?? '', summary: route.summary ?? '' }))
