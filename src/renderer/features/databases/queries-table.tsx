/** The queries of the databases as a table: ordered by any of its columns, each row opens its query. */
import { ArrowDown } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { formatCount } from '../../ui/format.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { edges, tableLook } from '../../ui/table-look.ts'
import type { QueryOrder } from './databases-search.ts'
import { timeWords, type RankedQuery } from './query-words.ts'

interface Column {
  order: QueryOrder
  name: string
  text: (query: RankedQuery) => string
  look: string
}

const columns: readonly Column[] = [
  { order: 'calls', name: 'Calls', text: ({ calls }) => formatCount(calls), look: 'w-20' },
  { order: 'totalMs', name: 'All together', text: ({ totalMs }) => timeWords(totalMs), look: 'w-26' },
  { order: 'meanMs', name: 'Mean', text: ({ meanMs }) => timeWords(meanMs), look: 'w-22 max-wide:hidden' },
  { order: 'p95Ms', name: 'p95', text: ({ p95Ms }) => timeWords(p95Ms), look: 'w-22' },
  { order: 'slowestMs', name: 'Slowest', text: ({ slowestMs }) => timeWords(slowestMs), look: 'w-22' },
  { order: 'rows', name: 'Rows', text: ({ rows }) => formatCount(rows), look: 'w-22 max-wide:hidden' },
]

interface QueriesTableProps {
  queries: readonly RankedQuery[]
  order: QueryOrder
  /** In words: "1 s". */
  slow: string
  open: string | undefined
  onOrder: (order: QueryOrder) => void
  onOpen: (name: string) => void
}

const Head = ({
  order,
  by,
  name,
  look,
  onOrder,
}: {
  order: QueryOrder
  by: QueryOrder
  name: string
  look: string
  onOrder: (order: QueryOrder) => void
}) => (
  <th scope="col" aria-sort={by === order ? 'descending' : undefined} className={classNames(look, 'text-right')}>
    <button
      type="button"
      onClick={() => onOrder(order)}
      className={classNames('-mr-1 inline-flex h-6 items-center gap-0.5 rounded-1 px-1 hover:text-1', by === order && 'text-1')}
    >
      {by === order && <ArrowDown aria-hidden className="size-3" />}
      {name}
    </button>
  </th>
)

export const QueriesTable = ({ queries, order, slow, open, onOrder, onOpen }: QueriesTableProps) => (
  <table className={`${tableLook} ${edges}`}>
    <thead>
      <tr className="text-left">
        <th scope="col">Query</th>
        {columns.map((column) => (
          <Head key={column.order} {...column} by={order} onOrder={onOrder} />
        ))}
        <Head order="slow" by={order} name={`Over ${slow}`} look="w-24" onOrder={onOrder} />
      </tr>
    </thead>
    <tbody>
      {queries.map((query) => (
        <tr
          key={query.name}
          onClick={() => onOpen(query.name)}
          className={classNames(
            'cursor-pointer hover:bg-hover',
            open === query.name && 'bg-accent-tint shadow-[inset_2px_0_var(--accent)]',
          )}
        >
          <td className="cut">
            <button
              type="button"
              data-query={query.name}
              aria-pressed={open === query.name}
              className="cut block max-w-full rounded-1 text-left font-mono text-code"
            >
              {query.name}
            </button>
          </td>
          {columns.map((column) => (
            <td key={column.order} className={classNames(column.look, 'text-right')}>
              {column.text(query)}
            </td>
          ))}
          <td className="text-right text-2">
            {query.slow === 0 ? 'none' : <SeverityLabel severity="medium">{formatCount(query.slow)}</SeverityLabel>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
