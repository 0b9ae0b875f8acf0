/** What occurred most, each row with a bar of its length and a way to its entries. */
import { Link } from '@tanstack/react-router'
import { formatCount, formatCounted } from '../../ui/format.ts'
import { shareWords, type RankedRow } from './statistics-words.ts'

export const RankedList = ({ title, none, rows }: { title: string; none: string; rows: readonly RankedRow[] }) => {
  const most = Math.max(1, ...rows.map(({ events }) => events))
  return (
    <section className="min-w-0 p-4">
      <header className="mb-1 flex items-baseline gap-2">
        <h2 className="flex-1">{title}</h2>
        {rows.length > 0 && (
          <span aria-hidden className="flex flex-none gap-2 text-small text-3">
            <span className="w-20 text-right">Events</span>
            <span className="w-20 text-right">Refused</span>
          </span>
        )}
      </header>
      {rows.length === 0 && <p className="text-2">{none}</p>}
      <ol>
        {rows.map(({ key, name, note, events, refused, search }) => (
          <li key={key}>
            <Link to="/audit" search={search} className="-mx-1 flex h-7 items-center gap-2 rounded-1 px-1 hover:bg-hover">
              <span className="relative flex h-6 min-w-0 flex-1 items-center px-2">
                <span
                  aria-hidden
                  style={{ width: `${Math.max(0.5, (events / most) * 100)}%` }}
                  className="absolute inset-y-0.5 left-0 rounded-1 bg-pressed forced-colors:border"
                />
                <span className="cut relative">{name}</span>
                {note !== null && <span className="relative ml-2 flex-none text-small text-2">{note}</span>}
              </span>
              <span className="w-20 flex-none text-right">
                {formatCount(events)}
                <span className="sr-only"> {events === 1 ? 'event' : 'events'},</span>
              </span>
              <span className="w-20 flex-none text-right text-2" title={`${formatCounted(refused, 'event', 'events')} refused`}>
                {shareWords(refused, events)}
                <span className="sr-only"> refused</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}
