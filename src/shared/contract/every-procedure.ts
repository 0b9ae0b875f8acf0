/** All that the console can do, read from the contract itself: no list of it is kept that could be old. */
import { contract } from './contract.ts'
import type { ProcedureMeta } from './procedure.ts'

export interface DescribedProcedure {
  /** `vault.reveal` */
  name: string
  method: string
  /** As in the REST interface, below `/api`. */
  path: string
  summary: string
  meta: ProcedureMeta
}

interface Described {
  '~orpc': { meta: ProcedureMeta; route: { method?: string; path?: string; summary?: string } }
}

const isProcedure = (node: object): node is Described => '~orpc' in node

const proceduresIn = (node: object, name: string): DescribedProcedure[] => {
  if (!isProcedure(node))
    return Object.entries(node).flatMap(([part, child]) => proceduresIn(child as object, name === '' ? part : `${name}.${part}`))
  const { meta, route } = node['~orpc']
  return [{ name, method: route.method ?? '', path: route.path ?? '', summary: route.summary ?? '', meta }]
}

/** In the order of the contract. */
export const everyProcedure: readonly DescribedProcedure[] = proceduresIn(contract, '')
