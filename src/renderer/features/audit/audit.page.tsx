/** The audit log: what happened, provably. Filters and the open entry stand in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ReceiptText } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Bar } from '../../ui/page.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { announceVerdict } from './announce-verdict.ts'
import { filterFromNow, isFiltered, withEntry, withField, withoutEntry, withoutFilters, withText, withTime } from './audit-filter.ts'
import type { AuditSearch } from './audit-search.ts'
import { AuditTabs } from './audit-tabs.tsx'
import { EntryList } from './entry-list.tsx'
import { isLoaded, newestSequence, placeOf } from './entry-pages.ts'
import { EntryPanel } from './entry-panel.tsx'
import { ExportButton } from './export-button.tsx'
import { AuditFilterChips } from './filter-chips.tsx'
import { HistogramPanel } from './histogram.panel.tsx'
import { runsToMark } from './hits.ts'
import { ListSkeleton } from './list-skeleton.tsx'
import { LogSearch } from './log-search.tsx'
import { RunsContext } from './marked.tsx'
import { matchesOf } from './matches.ts'
import { SavedFiltersMenu } from './saved-filters.menu.tsx'
import { useEntries } from './use-entries.ts'
import { VerdictNotice } from './verdict-notice.tsx'
import { useHistogram } from './use-histogram.ts'
import { joinVerification, startVerification } from './verification.ts'
import { VerificationStrip, VerifyButton } from './verify-controls.tsx'

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
  const filtered = isFiltered(search)
  const runs = useMemo(() => runsToMark(search.q), [search.q])

  const setSearch = useCallback((next: AuditSearch, replace = false) => void navigate({ search: next, replace }), [navigate])
  const open = useCallback(
    (sequence: number, walking: boolean) => void navigate({ search: (known) => withEntry(known, sequence), replace: walking }),
    [navigate],
  )
  const close = useCallback(() => void navigate({ search: withoutEntry }), [navigate])
  const announce = useMemo(() => announceVerdict(() => void navigate({ to: '/audit' })), [navigate])
  const verify = (restart: boolean) => void startVerification(announce, restart)
  useEffect(() => {
    if (mayVerify) void joinVerification(announce)
  }, [mayVerify, announce])

  const list = useEntries(filter)
  const { query, entries } = list
  const at = openSequence === null ? -1 : placeOf(entries, openSequence)
  const listed = entries[at]
  const neighbours = at < 0 ? null : { newer: entries[at - 1]?.sequence ?? null, older: entries[at + 1]?.sequence ?? null }
  const reachesDown = openSequence !== null && (!query.hasNextPage || openSequence >= (entries.at(-1)?.sequence ?? Infinity))
  const isRead = reachesDown && !query.isPending && (openSequence <= newestSequence(entries) || list.waiting === 0)
  const log = useHistogram(filter)
  const toggleSeverity = (severity: Severity) =>
    setSearch(withField(search, 'severity', search.severity?.length === 1 && search.severity[0] === severity ? [] : [severity]))

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
    return (
      <EntryList
        key={filterText}
        list={list}
        filtered={filtered}
        span={log.stale ? null : (log.histogram?.span ?? null)}
        openSequence={openSequence}
        onOpen={open}
      />
    )
  }
  return (
    <RunsContext value={runs}>
      <Bar>
        <AuditTabs />
        <LogSearch
          text={search.q ?? ''}
          matches={log.stale ? null : matchesOf(log.histogram)}
          onSearch={(text, typing) => setSearch(withText(search, text), typing)}
          onLeave={() => document.querySelector<HTMLElement>('[data-sequence][tabindex="0"]')?.focus()}
        />
        <AuditFilterChips search={search} onChange={setSearch} />
        <SavedFiltersMenu search={search} onChange={setSearch} />
        <span className="ml-auto flex flex-none gap-2">
          <ExportButton filter={filter} filtered={filtered} />
          {mayVerify && <VerifyButton onVerify={() => verify(false)} />}
        </span>
      </Bar>
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {mayVerify && (
            <>
              <VerificationStrip onGoOn={() => verify(false)} onRestart={() => verify(true)} />
              <VerdictNotice onOpen={(sequence) => open(sequence, openSequence !== null)} onVerify={() => verify(false)} />
            </>
          )}
          <HistogramPanel
            log={log}
            filtered={filtered}
            open={filter.toMs === null}
            severities={filter.severities}
            waiting={list.waiting}
            onTime={(range) => setSearch(withTime(search, range))}
            onSeverity={toggleSeverity}
          />
          {content()}
        </div>
        {openSequence !== null && (
          <EntryPanel
            sequence={openSequence}
            listed={listed && isLoaded(listed) ? listed : null}
            matches={at >= 0 ? true : isRead ? false : null}
            neighbours={neighbours}
            search={search}
            onSearch={setSearch}
            onWalk={(sequence) => open(sequence, true)}
            onClose={close}
          />
        )}
      </div>
    </RunsContext>
  )
}
