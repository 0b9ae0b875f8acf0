/** The bell: how many alerts fire, how many keys expire, and how bad the worst is, on every page; behind it the newest ones. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { useState } from 'react'
import type { Alert } from '../../../shared/contract/alerts.ts'
import { useMay } from '../../api/access.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatCounted } from '../../ui/format.ts'
import { Popover } from '../../ui/popover.tsx'
import { severityNames, SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { summaryOptions, useFollowSummary } from './alert-queries.ts'
import { firingSentence } from './alert-words.ts'
import { tabSearch } from './alerts-search.ts'
import { KeyReminders, useKeyReminders } from './key-reminders.tsx'
import { bellSentence, worstOf } from './reminder-words.ts'

const AlertLink = ({ of: alert, onFollow }: { of: Alert; onFollow: () => void }) => {
  const { id, severity, sentence, startedAtMs, acknowledged, silencedBy, state } = alert
  const more = [state === 'pending' && 'pending', silencedBy !== null && 'silenced', acknowledged && `acknowledged by ${acknowledged.by}`]
  return (
    <Link
      to="/alerts"
      search={{ alert: id }}
      onClick={onFollow}
      className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2 rounded-2 px-2 py-1.5 hover:bg-hover"
    >
      <SeverityShape severity={severity} />
      <span className="[overflow-wrap:anywhere]">
        <span className="sr-only">{severityNames[severity]}: </span>
        {sentence}
      </span>
      <span className="col-start-2 text-small text-2">
        Began <RelativeTime atMs={startedAtMs} />
        {more
          .filter(Boolean)
          .map((word) => `, ${word}`)
          .join('')}
      </span>
    </Link>
  )
}

const OpenBell = () => {
  useFollowSummary()
  const [open, setOpen] = useState(false)
  const { data } = useQuery(summaryOptions)
  const close = () => setOpen(false)
  const reminders = useKeyReminders()
  const firing = data?.firing ?? 0
  const worstAlert = firing > 0 ? (data?.worst ?? null) : null
  const worst = worstOf(worstAlert, reminders)
  return (
    <Popover
      align="end"
      label="Alerts"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          look="quiet"
          data-alerts-bell=""
          data-sev={worst ?? undefined}
          aria-label={data ? `Alerts: ${bellSentence(firing, worstAlert, reminders).toLowerCase()}` : 'Alerts'}
          className={worst === null ? 'w-7 !px-0' : 'bg-sev-tint !text-sev forced-colors:border'}
        >
          {worst === null ? (
            <Bell aria-hidden />
          ) : (
            <>
              <SeverityShape severity={worst} />
              {formatCount(firing + reminders.length)}
            </>
          )}
        </Button>
      }
    >
      <div className="grid w-96 max-w-[calc(100vw-32px)] gap-1">
        <p className="px-2 pt-1 font-strong">
          {firingSentence(firing, null)}
          {data && data.pending > 0 && <span className="font-normal text-2">, {formatCount(data.pending)} pending</span>}
        </p>
        {data && data.newest.length > 0 ? (
          <ul aria-label="The newest alerts" className="max-h-96 overflow-auto">
            {data.newest.map((alert) => (
              <li key={alert.id}>
                <AlertLink of={alert} onFollow={close} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="px-2 pb-1 text-2">The rules are judged all the time. What breaks one stands here.</p>
        )}
        <KeyReminders of={reminders} onFollow={close} />
        <p className="flex items-center justify-between border-t border-hairline px-2 pt-2 pb-1 text-small">
          <Link to="/alerts" onClick={close} className="text-accent-text">
            All alerts
          </Link>
          <span className="text-2">
            {data && data.silenced > 0 && (
              <Link to="/alerts" search={tabSearch('silences')} onClick={close} className="text-2">
                {formatCounted(data.silenced, 'is silenced', 'are silenced')}
              </Link>
            )}
          </span>
        </p>
      </div>
    </Popover>
  )
}

export const AlertsBell = () => (useMay('metrics:read') ? <OpenBell /> : null)
