/** A plan of SQLite as steps in their depth, with what costs in them marked and said in words. Pure. */
import type { PlanMark, PlanStep } from '../../../shared/contract/databases.ts'
import type { PlanLine } from '../../database/query-plan.ts'

type Marked = Pick<PlanStep, 'mark' | 'words'>

const plain: Marked = { mark: null, words: '' }

/** What a plan makes itself before it reads it: no table, however it is called. */
const madeHere = (lines: readonly PlanLine[]): Set<string> =>
  new Set(lines.flatMap(({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(detail)?.[1] ?? []))

const sorted: Record<string, string> = {
  'ORDER BY': 'Puts all that it found in order before it gives the first row',
  'GROUP BY': 'Puts all that it found in order to group it',
  DISTINCT: 'Keeps all that it found to leave out what comes twice',
}

const markOf = (detail: string, made: ReadonlySet<string>): Marked => {
  const sort = /^USE TEMP B-TREE FOR (?:(?:RIGHT|LAST) (?:PART|TERM|\d+ TERMS) OF )?(.+)$/.exec(detail)?.[1]
  if (sort !== undefined) return { mark: 'sort', words: `${sorted[sort] ?? 'Puts all that it found in order'}.` }
  const automatic = /^(?:SEARCH|SCAN) (\S+) USING AUTOMATIC /.exec(detail)?.[1]
  if (automatic !== undefined)
    return { mark: 'automatic-index', words: `Makes an index of ${automatic} for each run, because none is there.` }
  const [, table, index] = /^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?(?: (?:LEFT|RIGHT)-JOIN)?$/.exec(detail) ?? []
  if (table === undefined || table.startsWith('(') || made.has(table)) return plain
  return index === undefined
    ? { mark: 'scan', words: `Reads every row of ${table}.` }
    : { mark: 'index-scan', words: `Reads the whole index ${index} of ${table}, in its order.` }
}

export const planSteps = (lines: readonly PlanLine[]): PlanStep[] => {
  const depths = new Map<number, number>()
  const made = madeHere(lines)
  return lines.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1
    depths.set(id, depth)
    return { depth, detail, ...markOf(detail, made) }
  })
}

/** Reading in the order of an index can be right, a temporary one never pays twice. */
const weights: Record<PlanMark, number> = { scan: 4, 'automatic-index': 4, 'index-scan': 2, sort: 1 }

/** How much a plan has that an index may spare; 0: nothing. */
export const burdenOf = (steps: readonly PlanStep[]): number =>
  steps.reduce((sum, { mark }) => sum + (mark === null ? 0 : weights[mark]), 0)
