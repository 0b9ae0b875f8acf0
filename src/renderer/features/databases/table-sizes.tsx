/** The tables and indexes of a database by size, the largest first. */
import { useState } from 'react'
import type { TableSize } from '../../../shared/contract/databases.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes, formatCounted } from '../../ui/format.ts'

const shownAtFirst = 8

export const TableSizes = ({ tables }: { tables: readonly TableSize[] }) => {
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...tables.map(({ bytes }) => bytes))
  return (
    <>
      <ol aria-label="Tables and indexes by size">
        {tables.slice(0, all ? undefined : shownAtFirst).map(({ name, of, bytes, unusedBytes }) => (
          <li key={name} className="flex h-7 items-center gap-2">
            <span className="relative flex h-6 min-w-0 flex-1 items-center px-2">
              <span
                aria-hidden
                style={{ width: `${Math.max(0.5, (bytes / most) * 100)}%` }}
                className="absolute inset-y-0.5 left-0 rounded-1 bg-pressed forced-colors:border"
              />
              <span className="cut relative font-mono text-code">{name}</span>
              {of !== null && <span className="cut relative ml-2 text-small text-2">index of {of}</span>}
            </span>
            <span className="w-20 flex-none text-right">{formatBytes(bytes)}</span>
            <span className="w-24 flex-none text-right text-small text-2">{formatBytes(unusedBytes)} empty</span>
          </li>
        ))}
      </ol>
      {tables.length > shownAtFirst && (
        <Button look="text" className="justify-self-start" onClick={() => setAll(!all)}>
          {all ? 'Show the largest only' : `Show all ${formatCounted(tables.length, 'table or index', 'tables and indexes')}`}
        </Button>
      )}
    </>
  )
}
