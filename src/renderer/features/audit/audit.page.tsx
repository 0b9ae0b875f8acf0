/** The audit log: what happened, provably. Filters and the open entry stand in the address. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ReceiptText } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Bar } from '../../ui/page.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { announceVerdict } from './announce-verdict.ts'
import { filterFromNow, usedFields, withEntry, withoutEntry, withoutFilters } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'
import { EntryList } from './entry-list.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { FilterChips } from './filter-chips.tsx'
import { ListSkeleton } from './list-skeleton.tsx'
import { useEntries } from './use-entries.ts'
import { VerdictNotice } from './verdict-notice.tsx'
import { startVerification } from './verification.ts'
import { VerifyControls } from './verify-controls.tsx'

const Size = () => {
  const size = useQuery(orpc.audit.size.queryOptions()).data
  return size && size.entries > 0 ? <span className="text-small text-2">{formatCounted(size.entries, 'entry', 'entries')}</span> : null
}

export const AuditPage = () => {
  const mayRead = useMay('audit:read')
  if (!mayRead)
    return (
      <NoPermissionState
        title="The log is not open to you"
        text="Your role may not read the audit log. An administrator can change that."
      />
    )
  return <AuditLog />
}

const AuditLog = () => {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate({ from: '/audit' })
  const mayVerify = useMay('audit:verify')
  const { entry: openSequence = null, ...filters } = search
  const filterText = JSON.stringify(filters)
  const filter = useMemo(() => filterFromNow(JSON.parse(filterText) as AuditSearch), [filterText])
  const filtered = usedFields(search).length > 0

  const setSearch = useCallback((next: AuditSearch) => void navigate({ search: next }), [navigate])
  const open = useCallback(
    (sequence: number, walking: boolean) => void navigate({ search: (known) => withEntry(known, sequence), replace: walking }),
    [navigate],
  )
  const close = useCallback(() => void navigate({ search: withoutEntry }), [navigate])
  const verify = () => void startVerification(announceVerdict(() => void navigate({ to: '/audit' })))

  const list = useEntries(filter)
  const { query, entries } = list
  const at = openSequence === null ? -1 : entries.findIndex(({ sequence }) => sequence === openSequence)
  const neighbours = at < 0 ? null : { newer: entries[at - 1]?.sequence ?? null, older: entries[at + 1]?.sequence ?? null }

  const content = () => {
    if (query.isPending) return <ListSkeleton />
    if (query.isError && !query.data)
      return <ErrorState title="The log could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
    if (entries.length === 0 && !query.hasNextPage)
      return (
        <EmptyState
          icon={<ReceiptText aria-hidden />}
          title="No entries match"
          text={
            filtered
              ? 'Nothing in the log fits all of the filters above. New entries that do will appear here.'
              : 'The log is empty. Everything that happens in this console will stand here.'
          }
          action={filtered && <Button onClick={() => setSearch(withoutFilters(search))}>Clear filters</Button>}
        />
      )
    return <EntryList key={filterText} list={list} filtered={filtered} openSequence={openSequence} onOpen={open} />
  }
  return (
    <>
      <Bar>
        <FilterChips search={search} onChange={setSearch} />
        {!filtered && <Size />}
        <span className="flex-1" />
        {mayVerify && <VerifyControls onVerify={verify} />}
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {mayVerify && <VerdictNotice onOpen={(sequence) => open(sequence, openSequence !== null)} onVerify={verify} />}
          {content()}
        </div>
        {openSequence !== null && (
          <EntryPanel
            sequence={openSequence}
            listed={at < 0 ? null : (entries[at] ?? null)}
            neighbours={neighbours}
            search={search}
            onSearch={setSearch}
            onWalk={(sequence) => open(sequence, true)}
            onClose={close}
          />
        )}
      </div>
    </>
  )
}
