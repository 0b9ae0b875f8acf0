/** What lies over the top of the list: the day one has scrolled to, and what waits above. */
import { ArrowUp } from 'lucide-react'
import { formatCounted } from '../../ui/format.ts'
import type { Entries } from './use-entries.ts'

export const StuckDay = ({ day }: { day: string }) => (
  <div
    aria-hidden
    className="absolute inset-x-0 top-7 flex h-7 items-center border-b border-hairline-soft bg-surface-0 px-4 text-small font-strong"
  >
    {day}
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
