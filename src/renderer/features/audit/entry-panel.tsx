/** The open entry beside the list: what it says, its place in the chain, its relatives, and the raw record. */
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import type { AuditEntry } from '../../../shared/contract/audit-filter.ts'
import type { AuditEntryDetail } from '../../../shared/contract/audit.ts'
import { orpc } from '../../api/client.ts'
import { errorOf } from '../../api/typed-error.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PanelSkeleton } from '../../ui/panel-skeleton.tsx'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { Well } from '../../ui/well.tsx'
import { aroundEntry, sameActor, sameRequest, sameSource } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'
import { DetailFacts, EntryFacts } from './entry-facts.tsx'
import { EntryProofSection } from './entry-proof.tsx'
import { Marked } from './marked.tsx'
import { Related } from './related.tsx'

interface EntryPanelProps {
  sequence: number
  /** What the list knows of it; null for an entry that the list does not hold. */
  listed: AuditEntry | null
  /** Whether the list would show it, had it been read so far; null where nobody can tell yet. */
  matches: boolean | null
  /** The neighbours in the list; where it does not hold the entry, those of the log. */
  neighbours: { newer: number | null; older: number | null } | null
  search: AuditSearch
  onSearch: (search: AuditSearch) => void
  onWalk: (sequence: number) => void
  onClose: () => void
}

/** An entry is covered by a signed head within seconds; until then the panel looks again. */
const lookAgainMs = 5_000

const rawText = ({ entry, detail }: AuditEntryDetail) => JSON.stringify({ ...entry, detail }, null, 2)

export const EntryPanel = ({ sequence, listed, matches, neighbours, search, onSearch, onWalk, onClose }: EntryPanelProps) => {
  const [tab, setTab] = useState('entry')
  const query = useQuery(
    orpc.audit.entry.queryOptions({
      input: { sequence },
      refetchInterval: ({ state }) => (state.data?.proof.state === 'unsigned' && state.data.proof.brokenAt === null ? lookAgainMs : false),
    }),
  )
  const { data } = query
  const entry = data?.entry ?? listed
  const missing = errorOf(query.error, 'NOT_FOUND')
  const newer = neighbours ? neighbours.newer : (data?.proof.newer?.sequence ?? null)
  const older = neighbours ? neighbours.older : (data?.proof.older?.sequence ?? null)
  useShortcuts([{ keys: 'Escape', label: 'Close the entry', group: 'Audit', run: onClose }])

  const body = () => {
    if (missing)
      return (
        <ErrorState
          title={`There is no entry ${formatCount(sequence)}`}
          problem={{ title: '', sentence: 'The log does not hold it. If it ought to, verify the log.', requestId: null }}
          onRetry={() => void query.refetch()}
        />
      )
    if (query.error && !data)
      return <ErrorState title="The entry could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    if (!entry) return <PanelSkeleton label="Loading the entry" />
    const content = (
      <>
        {matches === false && (
          <p className="flex items-center gap-2 border-b border-hairline bg-pressed px-4 py-2 text-small text-2">
            <span className="flex-1">The filters leave this entry out of the list.</span>
            <Button look="text" onClick={() => onSearch(aroundEntry(search, entry.atMs))}>
              Show what is around it
            </Button>
          </p>
        )}
        <PanelSection>
          <EntryFacts
            entry={entry}
            onSameActor={() => onSearch(sameActor(search, entry.actor))}
            onSameRequest={() => entry.requestId && onSearch(sameRequest(search, entry.requestId))}
            onSameSource={() => onSearch(sameSource(search, entry.source))}
          />
        </PanelSection>
        {data ? (
          <>
            {Object.keys(data.detail).length > 0 && (
              <PanelSection title="Detail">
                <DetailFacts detail={data.detail} />
              </PanelSection>
            )}
            <EntryProofSection detail={data} onOpen={onWalk} />
            <Related detail={data} search={search} onSearch={onSearch} />
          </>
        ) : (
          <PanelSkeleton label="Loading the entry" />
        )}
      </>
    )
    const raw = data ? (
      <div className="grid gap-3 p-4">
        <CopyButton text={rawText(data)} name="Copy raw entry" label="Copy" className="justify-self-start" />
        <Well>
          <Marked text={rawText(data)} />
        </Well>
      </div>
    ) : (
      <PanelSkeleton label="Loading the entry" />
    )
    return (
      <Tabs
        label="Faces of the entry"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'entry', label: 'Entry', content },
          { value: 'raw', label: 'Raw', content: raw },
        ]}
      />
    )
  }
  return (
    <SidePanel
      label={`Entry ${formatCount(sequence)}`}
      title={
        <span className="block py-3 whitespace-normal">
          <Marked text={entry?.message ?? `Entry ${formatCount(sequence)}`} />
        </span>
      }
      onClose={onClose}
      actions={
        <>
          <IconButton name="Newer entry" keys="K" disabled={newer === null} onClick={() => newer !== null && onWalk(newer)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton name="Older entry" keys="J" disabled={older === null} onClick={() => older !== null && onWalk(older)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      }
    >
      {body()}
    </SidePanel>
  )
}
