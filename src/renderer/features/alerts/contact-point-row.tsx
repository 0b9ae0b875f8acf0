/** One contact point: by which channel, when it is told, how it is doing, and what can be done about it. */
import { Link } from '@tanstack/react-router'
import { CircleStop, Ellipsis, Pencil, Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ContactPoint } from '../../../shared/contract/notifications.ts'
import { client } from '../../api/client.ts'
import { withStepUp } from '../../api/step-up.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatCounted, formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { SeverityLabel } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { tellProblem } from './alert-acts.ts'
import { renewNotifications } from './alert-queries.ts'
import { tabSearch } from './alerts-search.ts'
import { rhythmWords, whereTo } from './contact-point-words.ts'

const State = ({ state }: Pick<ContactPoint, 'state'>) => {
  switch (state.kind) {
    case 'off':
      return <Badge>Off</Badge>
    case 'well':
      return <Badge live>Well</Badge>
    case 'failing':
      return (
        <SeverityLabel severity="high" look="badge">
          Failing
        </SeverityLabel>
      )
    case 'sealed':
      return (
        <SeverityLabel severity="medium" look="badge">
          Waits for the vault
        </SeverityLabel>
      )
  }
}

const nextTryWords = (nextTryAtMs: number | null, nowMs: number): string => {
  if (nextTryAtMs === null) return 'Nothing waits: try the failed message again from the deliveries, or send a test.'
  return nextTryAtMs > nowMs ? `Next try in ${formatDuration(nextTryAtMs - nowMs + 999)}.` : 'It is tried now.'
}

const Trouble = ({ state }: Pick<ContactPoint, 'state'>) => {
  const nowMs = useNowMs()
  if (state.kind === 'failing')
    return (
      <Notice severity="high">
        <p>{state.problem}</p>
        <p className="text-small text-2">
          For {formatDuration(nowMs - state.sinceMs)}. {nextTryWords(state.nextTryAtMs, nowMs)}
        </p>
      </Notice>
    )
  if (state.kind === 'sealed')
    return (
      <Notice severity="medium">
        <p>Its secret cannot be read while the vault is not open. What waits is sent when the vault opens.</p>
      </Notice>
    )
  return null
}

const setEnabled = async (point: ContactPoint, enabled: boolean): Promise<void> => {
  const { name, hasSecret: _, waiting: _waiting, state: _state, lastDeliveredAtMs: _last, ...given } = point
  try {
    const changed = await withStepUp(() => client.notifications.changeContactPoint({ ...given, name, enabled, secret: null }))
    toastDone({
      title: enabled ? `“${name}” is told again` : `“${name}” is told nothing for now`,
      action: { label: 'Undo', run: () => void setEnabled(changed, !enabled) },
    })
  } catch (error) {
    tellProblem(`“${name}” was not switched ${enabled ? 'on' : 'off'}`, error)
  } finally {
    void renewNotifications()
  }
}

interface RowProps {
  of: ContactPoint
  mayWrite: boolean
  onChange: () => void
  onDelete: () => void
}

export const ContactPointRow = ({ of: point, mayWrite, onChange, onDelete }: RowProps) => {
  const { id, name, channel, state, enabled, waiting, lastDeliveredAtMs } = point
  const [busy, setBusy] = useState(false)
  const change = () => {
    setBusy(true)
    void setEnabled(point, !enabled).finally(() => setBusy(false))
  }
  return (
    <li aria-labelledby={`contact-point-${id}`} className="grid gap-3 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={`contact-point-${id}`} className="flex items-center gap-2">
            <span className="cut">{name}</span>
            <State state={state} />
          </h3>
          <p className="[overflow-wrap:anywhere]">{whereTo(channel)}</p>
          <p className="text-small text-2">
            {rhythmWords(point)}
            {point.allowPrivateNetwork && <span className="text-1"> May reach private networks.</span>}
          </p>
          <p className="mt-1 text-small text-2">
            {lastDeliveredAtMs === null ? 'Nothing delivered yet' : 'Last delivered '}
            {lastDeliveredAtMs !== null && <RelativeTime atMs={lastDeliveredAtMs} />}
            {waiting > 0 && `, ${formatCounted(waiting, 'message waits', 'messages wait')}`}.{' '}
            <Link to="/alerts" search={tabSearch('deliveries', { point: id })} className="text-accent-text">
              Deliveries
            </Link>
          </p>
        </div>
        {mayWrite && (
          <Menu
            trigger={
              <IconButton name={`More about “${name}”`}>
                <Ellipsis aria-hidden />
              </IconButton>
            }
          >
            <MenuItem icon={<Pencil aria-hidden />} onSelect={onChange}>
              Change or test…
            </MenuItem>
            <MenuItem icon={enabled ? <CircleStop aria-hidden /> : <Play aria-hidden />} onSelect={change} disabled={busy}>
              {enabled ? 'Switch off' : 'Switch on'}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} onSelect={onDelete}>
              Delete…
            </MenuItem>
          </Menu>
        )}
      </div>
      <Trouble state={state} />
    </li>
  )
}
