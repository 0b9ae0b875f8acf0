/** From an entry to its relatives: those of the same request, actor and source, and what happened around it. */
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { Button } from '../../ui/button.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { formatCounted } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { aroundEntry, sameActor, sameRequest, sameSource } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'

interface RelatedProps {
  detail: AuditEntryDetail
  search: AuditSearch
  onSearch: (search: AuditSearch) => void
}

/** The core counts no further than this. */
const mostCounted = 1000
const dayMs = 86_400_000

const counted = (count: number) => (count >= mostCounted ? '1,000 or more entries' : formatCounted(count, 'entry', 'entries'))

export const Related = ({ detail: { entry, related }, search, onSearch }: RelatedProps) => {
  const { requestId, actor, source } = entry
  const midnightMs = Math.floor(useNowMs() / dayMs) * dayMs
  return (
    <PanelSection title="Related">
      <ul className="grid justify-items-start gap-1">
        {requestId && (
          <li>
            <Button look="text" onClick={() => onSearch(sameRequest(search, requestId))} className="!-mx-0 !px-0">
              {counted(related.sameRequest)} of the same request
            </Button>
          </li>
        )}
        <li>
          <Button look="text" onClick={() => onSearch(sameActor(search, actor, { from: midnightMs }))} className="!-mx-0 !px-0">
            {counted(related.sameActorToday)} by {actor.name} today (UTC)
          </Button>
        </li>
        <li>
          <Button look="text" onClick={() => onSearch(sameActor(search, actor))} className="!-mx-0 !px-0">
            All entries by {actor.name}
          </Button>
        </li>
        <li>
          <Button look="text" onClick={() => onSearch(sameSource(search, source))} className="!-mx-0 !px-0">
            All entries from {source}
          </Button>
        </li>
        <li>
          <Button look="text" onClick={() => onSearch(aroundEntry(search, entry.atMs))} className="!-mx-0 !px-0">
            What happened five minutes before and after
          </Button>
        </li>
      </ul>
    </PanelSection>
  )
}
