/** The alerts, open or past, with what becomes of each. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { BellOff, CircleCheck, History } from 'lucide-react'
import { useMemo } from 'react'
import type { Alert } from '../../../shared/contract/alerts.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDuration, formatListTime, formatUtc } from '../../ui/format.ts'
import type { GridColumn } from '../../ui/grid-columns.ts'
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { useNowMs, useTodayMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { alertsOptions } from './alert-queries.ts'
import { emptyAlerts } from './alert-words.ts'
import { ListFoot } from './list-foot.tsx'
import { WalkedTable } from './walked-table.tsx'

const roomOnly = 'in-data-beside:hidden max-wide:hidden'
const grid =
  'grid grid-cols-[96px_minmax(0,1fr)_minmax(120px,0.3fr)_112px_128px] px-2 *:px-2 ' +
  'in-data-beside:grid-cols-[96px_minmax(0,1fr)_112px_128px] max-wide:grid-cols-[96px_minmax(0,1fr)_112px_128px]'
const columnsOf = (face: 'open' | 'history'): readonly GridColumn[] => [
  { name: 'Severity' },
  { name: 'Alert' },
  { name: 'Rule', className: roomOnly },
  { name: face === 'open' ? 'Open for' : 'Began' },
  { name: face === 'open' ? 'Acknowledged by' : 'Lasted' },
]
const rowPx = 32

const OpenFor = ({ atMs }: { atMs: number }) => (
  <span className="text-2" title={formatUtc(atMs)}>
    {formatDuration(useNowMs() - atMs)}
  </span>
)

const Began = ({ atMs }: { atMs: number }) => (
  <span className="text-2" title={formatUtc(atMs)}>
    {formatListTime(atMs, useTodayMs())}
  </span>
)

const What = ({ of: { sentence, state, silencedBy } }: { of: Alert }) => (
  <span className={classNames('flex min-w-0 items-center gap-2', (state === 'resolved' || silencedBy !== null) && 'text-2')}>
    <span className="cut" title={sentence}>
      {sentence}
    </span>
    {state === 'pending' && <Badge>Pending</Badge>}
    {silencedBy !== null && (
      <Badge>
        <BellOff aria-hidden className="size-3" />
        Silenced
      </Badge>
    )}
  </span>
)

const cellsOf = (face: 'open' | 'history') => (alert: Alert) => [
  <SeverityLabel key="severity" severity={alert.severity} />,
  <What key="what" of={alert} />,
  <span key="rule" className="cut block text-2" title={alert.ruleName}>
    {alert.ruleName}
  </span>,
  face === 'open' ? <OpenFor key="since" atMs={alert.startedAtMs} /> : <Began key="since" atMs={alert.startedAtMs} />,
  face === 'open' ? (
    <span key="by" className={classNames('cut block', alert.acknowledged === null && 'text-3')}>
      {alert.acknowledged?.by ?? 'Nobody'}
    </span>
  ) : (
    <span key="lasted" className="text-2">
      {alert.resolvedAtMs === null ? '' : formatDuration(alert.resolvedAtMs - alert.startedAtMs)}
    </span>
  ),
]

interface AlertListProps {
  face: 'open' | 'history'
  ruleId: string | null
  openId: string | null
  onOpen: (id: string, walking: boolean) => void
  /** Where a list without an alert leads: to the history, or back to the open ones. */
  onOtherFace: () => void
  /** Null where one may not. */
  onAcknowledge: ((alert: Alert) => void) | null
  onSilence: ((alert: Alert) => void) | null
}

export const AlertList = ({ face, ruleId, openId, onOpen, onOtherFace, onAcknowledge, onSilence }: AlertListProps) => {
  const query = useInfiniteQuery(alertsOptions(face, ruleId))
  const { data } = query
  const alerts = useMemo(() => data?.pages.flatMap((page) => page.alerts) ?? [], [data])
  const cells = useMemo(() => cellsOf(face), [face])
  const columns = useMemo(() => columnsOf(face), [face])
  if (query.isPending) return <GridSkeleton label="Loading the alerts" columns={columns} columnGrid={grid} heightPx={rowPx} />
  if (!data)
    return <ErrorState title="The alerts could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
  if (alerts.length === 0)
    return (
      <EmptyState
        icon={face === 'open' ? <CircleCheck aria-hidden /> : <History aria-hidden />}
        {...(ruleId === null ? emptyAlerts[face] : { ...emptyAlerts[face], title: 'No such alerts of this rule' })}
        action={<Button onClick={onOtherFace}>{face === 'open' ? 'Show past alerts' : 'Show open alerts'}</Button>}
      />
    )
  return (
    <WalkedTable
      label={face === 'open' ? 'Open alerts' : 'Past alerts, newest first'}
      one="alert"
      group="Alerts"
      rows={alerts}
      columns={columns}
      grid={grid}
      rowPx={rowPx}
      openId={openId}
      onOpen={onOpen}
      cells={cells}
      keys={
        face === 'open'
          ? [
              ...(onAcknowledge ? [{ keys: 'a', label: 'Acknowledge the alert, or give it back', run: onAcknowledge }] : []),
              ...(onSilence ? [{ keys: 's', label: 'Silence the alert', run: onSilence }] : []),
            ]
          : []
      }
      foot={<ListFoot query={query} what="alerts" />}
    />
  )
}
