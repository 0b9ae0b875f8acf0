/** Shares and names of the statistics, and the filtered log that a figure stands for. */
import { actorKey, type Actor } from '../../../shared/contract/audit-filter.ts'
import type { AuditStatistics } from '../../../shared/contract/audit-figures.ts'
import type { AuditSearch } from './audit-search.ts'

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** `12.5 %`; a share that is there is never told as none. */
export const shareWords = (part: number, whole: number): string => {
  if (whole === 0 || part === 0) return '0 %'
  if (part / whole < 0.001) return 'below 0.1 %'
  return percent.format(part / whole).replace('%', ' %')
}

export interface RankedRow {
  key: string
  name: string
  /** Beside the name, smaller. */
  note: string | null
  entries: number
  events: number
  refused: number
  /** What the log is filtered by to see these entries. */
  search: AuditSearch
}

type Period = Pick<AuditStatistics, 'fromMs' | 'toMs'>
type Ranked<What> = { what: What; entries: number; events: number; refused: number }

const rowsOf = <What>(
  ranked: readonly Ranked<What>[],
  { fromMs, toMs }: Period,
  told: (what: What) => { key: string; name: string; note?: string; search: AuditSearch },
): RankedRow[] =>
  ranked.map(({ what, entries, events, refused }) => {
    const { key, name, note = null, search } = told(what)
    return { key, name, note, entries, events, refused, search: { ...search, from: fromMs, to: toMs } }
  })

const kindNotes: Record<Actor['kind'], string | undefined> = {
  user: undefined,
  anonymous: 'nobody signed in',
  system: 'system',
  guard: 'guard',
  consumer: 'consumer',
}

/** The four lists, each with the filter that its rows stand for. */
export const rankedLists = (statistics: AuditStatistics): { title: string; none: string; rows: RankedRow[] }[] => [
  {
    title: 'Threat classes',
    none: 'No threat was recognised.',
    rows: rowsOf(statistics.byClass, statistics, (what) => ({ key: what, name: what, search: { class: [what] } })),
  },
  {
    title: 'Sources',
    none: 'Nothing came from anywhere.',
    rows: rowsOf(statistics.topSources, statistics, (what) => ({ key: what, name: what, search: { source: [what] } })),
  },
  {
    title: 'Actions',
    none: 'Nothing was done.',
    rows: rowsOf(statistics.topActions, statistics, (what) => ({ key: what, name: what, search: { action: [what] } })),
  },
  {
    title: 'Actors',
    none: 'Nobody did anything.',
    rows: rowsOf(statistics.topActors, statistics, (what) => ({
      key: actorKey(what),
      name: what.name,
      ...(kindNotes[what.kind] !== undefined && { note: kindNotes[what.kind] }),
      search: { actor: [actorKey(what)] },
    })),
  },
]
