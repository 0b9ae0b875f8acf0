/** The newest entries of an incident, each with the way to it, and the way to all that are like them. */
import { Link } from '@tanstack/react-router'
import { actorKey, type AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { Incident } from '../../../shared/contract/incidents.ts'
import { EntryLine } from '../../ui/entry-line.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { goneSentence, logSearchOf } from './incident-words.ts'

const linkLook = 'justify-self-start text-accent-text hover:underline'

/** Who is behind it, where that is somebody. */
const actorOf = (entries: readonly AuditEntry[]) =>
  entries.find(({ actor }) => actor.kind === 'user' || actor.kind === 'consumer')?.actor ?? null

export const IncidentEntries = ({ of: incident, entries }: { of: Incident; entries: readonly AuditEntry[] }) => {
  const gone = goneSentence(incident, entries.length)
  const actor = actorOf(entries)
  const sources = [...new Set(entries.map(({ source }) => source))]
  return (
    <PanelSection title="Newest entries">
      {gone && <p className="mb-2 text-2">{gone}</p>}
      <ul aria-label="Newest entries of the incident">
        {entries.map((entry) => (
          <li key={entry.sequence}>
            <EntryLine of={entry} tight />
          </li>
        ))}
      </ul>
      <ul className="mt-2 grid gap-1">
        <li className="grid">
          <Link to="/audit" search={logSearchOf(incident, entries)} className={linkLook}>
            All entries of this kind and time
          </Link>
        </li>
        {sources.length === 1 && (
          <li className="grid">
            <Link to="/audit" search={{ source: sources }} className={linkLook}>
              All entries from {sources[0]}
            </Link>
          </li>
        )}
        {actor && (
          <li className="grid">
            <Link to="/audit" search={{ actor: [actorKey(actor)] }} className={linkLook}>
              All entries by {actor.name}
            </Link>
          </li>
        )}
      </ul>
    </PanelSection>
  )
}
