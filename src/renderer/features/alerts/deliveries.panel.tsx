/** What became of each message, newest first: to whom, how it ended, and the way to try it again. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { RotateCw, Send } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Delivery } from '../../../shared/contract/notifications.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Chip } from '../../ui/chip.tsx'
import { formatCounted, formatListTime, formatUtc } from '../../ui/format.ts'
import type { GridColumn } from '../../ui/grid-columns.ts'
import { GridSkeleton } from '../../ui/grid-skeleton.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useTodayMs } from '../../ui/now.ts'
import { severityNames, SeverityLabel, SeverityShape } from '../../ui/severity.tsx'
import { EmptyState, ErrorState } from '../../ui/view-state.tsx'
import { retryDelivery } from './alert-acts.ts'
import { contactPointsOptions, deliveriesOptions } from './alert-queries.ts'
import { deliveryStateNames } from './alert-words.ts'
import { tabSearch, type AlertsSearch } from './alerts-search.ts'
import { ListFoot } from './list-foot.tsx'
import { RowActs, WalkedTable } from './walked-table.tsx'

const grid = 'grid grid-cols-[112px_minmax(0,1fr)_minmax(96px,0.25fr)_112px_48px] px-2 *:px-2'
const columns: readonly GridColumn[] = [
  { name: 'Time' },
  { name: 'Message' },
  { name: 'Contact point' },
  { name: 'Fate' },
  { name: 'What can be done', hiddenName: true },
]
const rowPx = 48

const Time = ({ atMs }: { atMs: number }) => (
  <span className="text-2" title={formatUtc(atMs)}>
    {formatListTime(atMs, useTodayMs())}
  </span>
)

const Fate = ({ of: { state, attempts } }: { of: Delivery }) =>
  state === 'failed' ? (
    <SeverityLabel severity="high" look="badge">
      Failed
    </SeverityLabel>
  ) : state === 'waiting' && attempts > 0 ? (
    <SeverityLabel severity="medium" look="badge">
      Tried {attempts} ×
    </SeverityLabel>
  ) : (
    <Badge live={state === 'delivered'}>{deliveryStateNames[state]}</Badge>
  )

const Retry = ({ of: delivery }: { of: Delivery }) => {
  const [busy, setBusy] = useState(false)
  const run = () => {
    setBusy(true)
    void retryDelivery(delivery).finally(() => setBusy(false))
  }
  return (
    <RowActs>
      <IconButton name={`Try again now: ${delivery.title}`} onClick={run} busy={busy}>
        {!busy && <RotateCw aria-hidden />}
      </IconButton>
    </RowActs>
  )
}

const cellsOf = (mayWrite: boolean) => (delivery: Delivery) => {
  const { createdAtMs, severity, title, alertIds, sentence, contactPointName, state } = delivery
  return [
    <Time key="time" atMs={createdAtMs} />,
    <span key="what" className="grid">
      <span className="flex min-w-0 items-center gap-1.5">
        <SeverityShape severity={severity} />
        <span className="sr-only">{severityNames[severity]}</span>
        <span className="cut">{title}</span>
        {alertIds.length > 1 && <span className="flex-none text-small text-3">{formatCounted(alertIds.length, 'alert', 'alerts')}</span>}
      </span>
      <span className="cut text-small text-2" title={sentence}>
        {sentence}
      </span>
    </span>,
    <span key="whom" className="cut block" title={contactPointName}>
      {contactPointName}
    </span>,
    <span key="fate" className="flex">
      <Fate of={delivery} />
    </span>,
    mayWrite && (state === 'failed' || state === 'waiting') && <Retry key="retry" of={delivery} />,
  ]
}

interface DeliveriesPanelProps {
  search: AlertsSearch
  mayWrite: boolean
  onOpenAlert: (id: string) => void
  onSearch: (search: AlertsSearch) => void
}

export const DeliveriesPanel = ({ search, mayWrite, onOpenAlert, onSearch }: DeliveriesPanelProps) => {
  const { alert, point } = search
  const query = useInfiniteQuery(deliveriesOptions(point ?? null, alert ?? null))
  const points = useQuery({ ...contactPointsOptions, enabled: point !== undefined }).data
  const { data } = query
  const deliveries = useMemo(() => data?.pages.flatMap((page) => page.deliveries) ?? [], [data])
  const cells = useMemo(() => cellsOf(mayWrite), [mayWrite])
  const content = () => {
    if (query.isPending) return <GridSkeleton label="Loading the deliveries" columns={columns} columnGrid={grid} heightPx={rowPx} />
    if (!data)
      return (
        <ErrorState title="The deliveries could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      )
    if (deliveries.length === 0)
      return (
        <EmptyState
          icon={<Send aria-hidden />}
          title={alert || point ? 'No such messages' : 'No messages yet'}
          text={
            alert
              ? 'Nobody was told of this alert: it was too mild for every contact point, kept quiet, or there is none.'
              : 'Each message to a contact point stands here, with what its receiver said.'
          }
        />
      )
    return (
      <WalkedTable
        label="Deliveries, newest first"
        one="delivery"
        group="Alerts"
        rows={deliveries}
        columns={columns}
        grid={grid}
        rowPx={rowPx}
        openId={null}
        onOpen={(id) => {
          const of = deliveries.find((delivery) => delivery.id === id)?.alertIds[0]
          if (of !== undefined) onOpenAlert(of)
        }}
        cells={cells}
        foot={<ListFoot query={query} what="messages" />}
      />
    )
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      {(alert !== undefined || point !== undefined) && (
        <div className="flex flex-none items-center gap-2 border-b border-hairline-soft px-4 py-2">
          {alert !== undefined && (
            <Chip field="Of" onRemove={() => onSearch(tabSearch('deliveries', point === undefined ? {} : { point }))}>
              one alert
            </Chip>
          )}
          {point !== undefined && (
            <Chip field="To" onRemove={() => onSearch(tabSearch('deliveries', alert === undefined ? {} : { alert }))}>
              {points?.find(({ id }) => id === point)?.name ?? 'one contact point'}
            </Chip>
          )}
        </div>
      )}
      {content()}
    </div>
  )
}
