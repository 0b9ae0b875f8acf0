/** The head of the list: the names of the columns, the day one has scrolled to, and what waits above. */
import { ArrowUp } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { formatCounted } from '../../ui/format.ts'
import { columnGrid, columns } from './entry-columns.ts'
import type { Entries } from './use-entries.ts'

export const ListHead = ({ day }: { day: string | null }) => (
  <div role="rowgroup" className="sticky top-0 z-2">
    <div
      role="row"
      aria-rowindex={1}
      className={classNames(columnGrid, 'h-7 bg-surface-1 text-micro text-3 shadow-[inset_0_-1px_var(--hairline)]')}
    >
      {columns.map(({ name, className }) => (
        <span key={name} role="columnheader" className={className}>
          {name}
        </span>
      ))}
    </div>
    {day !== null && (
      <div
        aria-hidden
        className="absolute inset-x-0 top-7 flex h-7 items-center border-b border-hairline-soft bg-surface-0 px-4 text-small font-strong"
      >
        {day}
      </div>
    )}
  </div>
)

export const WaitingPill = ({ waiting, onShow }: { waiting: Entries['waiting']; onShow: () => void }) => (
  <div role="status" className="pointer-events-none absolute inset-x-0 top-9 z-3 grid justify-items-center">
    {waiting !== 0 && (
      <button
        type="button"
        onClick={onShow}
        className="pointer-events-auto flex h-7 animate-appear items-center gap-1.5 rounded-[14px] bg-surface-2 pr-3 pl-2.5 text-accent-text shadow-float hover:bg-[linear-gradient(var(--hover)_0_0)] forced-colors:border"
      >
        <ArrowUp aria-hidden />
        {waiting === 'many' ? 'Many new entries' : formatCounted(waiting, 'new entry', 'new entries')}
      </button>
    )}
  </div>
)
