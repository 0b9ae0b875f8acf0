/** Behind the bell: keys that expire soon or have expired, each leading to its rotation, until somebody dismisses it. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useCallback } from 'react'
import type { Severity } from '../../../shared/contract/audit-filter.ts'
import type { KeyReminder } from '../../../shared/contract/vault.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLiveEvents } from '../../api/live-feed.ts'
import { queryClient } from '../../api/query-client.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { severityNames, SeverityShape } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { reminderSeverities } from './reminder-words.ts'

const options = orpc.vault.reminders.queryOptions({ staleTime: 5_000, refetchInterval: 600_000 })
const renew = () => queryClient.invalidateQueries({ queryKey: orpc.vault.reminders.key() })

/** What expires first first; nothing where one may not see keys. */
export const useKeyReminders = (): readonly KeyReminder[] => {
  const mayList = useMay('vault:list')
  useLiveEvents(
    'vault',
    useCallback(() => void renew(), []),
  )
  return useQuery({ ...options, enabled: mayList }).data ?? []
}

const Reminder = ({ of: reminder, onFollow }: { of: KeyReminder; onFollow: () => void }) => {
  const { keyId, label, daysBefore, expiresAtMs } = reminder
  const mayWrite = useMay('vault:write')
  const severity: Severity = reminderSeverities[daysBefore]
  const dismiss = useMutation(
    orpc.vault.dismissReminder.mutationOptions({
      onError: (error) => toastProblem({ title: 'The reminder stays', text: describeProblem(error).sentence }),
      onSettled: renew,
    }),
  )
  return (
    <div className="flex items-center gap-1 rounded-2 pr-1 hover:bg-hover">
      <Link
        to="/vault"
        search={{ key: keyId }}
        hash={mayWrite ? 'rotate' : ''}
        onClick={onFollow}
        className="grid flex-1 grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2 rounded-2 px-2 py-1.5"
      >
        <SeverityShape severity={severity} />
        <span className="[overflow-wrap:anywhere]">
          <span className="sr-only">{severityNames[severity]}: </span>
          The key “{label}” {daysBefore === 0 ? 'has expired' : 'expires soon'}
        </span>
        <span className="col-start-2 text-small text-2">
          {daysBefore === 0 ? 'Expired' : 'Expires'} <RelativeTime atMs={expiresAtMs} />
          {mayWrite && ', rotate it'}
        </span>
      </Link>
      {mayWrite && (
        <IconButton
          name={`Dismiss the reminder of “${label}”`}
          onClick={() => dismiss.mutate({ keyId, expiresAtMs, daysBefore })}
          disabled={dismiss.isPending}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

export const KeyReminders = ({ of: reminders, onFollow }: { of: readonly KeyReminder[]; onFollow: () => void }) =>
  reminders.length > 0 && (
    <ul aria-label="Keys that expire" className="max-h-48 overflow-auto border-t border-hairline pt-1">
      {reminders.map((reminder) => (
        <li key={`${reminder.keyId} ${reminder.daysBefore}`}>
          <Reminder of={reminder} onFollow={onFollow} />
        </li>
      ))}
    </ul>
  )
