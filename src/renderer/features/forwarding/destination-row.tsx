/** One destination: where to, how it is doing, how far it is, and what can be done about it. */
import { CircleStop, Ellipsis, Pencil, Play, RotateCw, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Destination } from '../../../shared/contract/forwarding.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount, formatDuration } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import { severityNames } from '../../ui/severity.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { DestinationState } from './destination-state.tsx'
import { isOpenOnTheWay, lagWords, whereTo } from './forwarding-words.ts'
import { useDestinationActs } from './use-forwarding.ts'

interface RowProps {
  destination: Destination
  readAtMs: number
  mayWrite: boolean
  onChange: () => void
  onDelete: () => void
}

const Figure = ({ name, children, className }: { name: string; children: ReactNode; className?: string }) => (
  <div className={className}>
    <dt className="text-micro text-3">{name}</dt>
    <dd className="tabular-nums">{children}</dd>
  </div>
)

const Trouble = ({ state }: Pick<Destination, 'state'>) => {
  const nowMs = useNowMs()
  if (state.kind === 'failing')
    return (
      <Notice severity="high">
        <p>
          {state.problem} <span className="text-2">Nothing is lost: what was not taken waits in the log.</span>
        </p>
        <p className="text-small text-2">
          For {formatDuration(nowMs - state.sinceMs)}.{' '}
          {state.nextTryAtMs > nowMs ? `Next try in ${formatDuration(state.nextTryAtMs - nowMs + 999)}.` : 'It is tried now.'}
        </p>
      </Notice>
    )
  if (state.kind === 'sealed')
    return (
      <Notice severity="medium">
        <p>Its secret cannot be read while the vault is not open. It goes on by itself when the vault opens.</p>
      </Notice>
    )
  return null
}

export const DestinationRow = ({ destination, readAtMs, mayWrite, onChange, onDelete }: RowProps) => {
  const { name, target, state, enabled, lost, delivered, lastDeliveredAtMs, leastSeverity } = destination
  const acts = useDestinationActs(destination)
  const nowMs = useNowMs()
  const titleId = `destination-${destination.id}`
  return (
    <li aria-labelledby={titleId} className="grid gap-3 border-b border-hairline-soft py-4 first:pt-0 last:border-0">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h3 id={titleId} className="flex items-center gap-2">
            <span className="cut">{name}</span>
            <DestinationState state={state} />
          </h3>
          <p className="text-small text-2 [overflow-wrap:anywhere]">
            {whereTo(target)}
            {leastSeverity !== 'info' && `, from severity ${severityNames[leastSeverity].toLowerCase()} up`}
            {isOpenOnTheWay(target) && <span className="text-1">. Not encrypted on the way.</span>}
          </p>
        </div>
        {mayWrite && (
          <div className="flex flex-none gap-2">
            {state.kind === 'failing' && (
              <Button onClick={acts.tryNow} busy={acts.busy === 'try'} aria-label={`Try now: ${name}`}>
                <RotateCw aria-hidden />
                Try now
              </Button>
            )}
            {!enabled && (
              <Button onClick={() => acts.setEnabled(true)} busy={acts.busy === 'switch'} aria-label={`Resume sending to “${name}”`}>
                <Play aria-hidden />
                Resume
              </Button>
            )}
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
              {enabled && (
                <MenuItem icon={<CircleStop aria-hidden />} onSelect={() => acts.setEnabled(false)} disabled={acts.busy !== null}>
                  Stop sending
                </MenuItem>
              )}
              <MenuSeparator />
              <MenuItem icon={<Trash2 aria-hidden />} onSelect={onDelete}>
                Delete…
              </MenuItem>
            </Menu>
          </div>
        )}
      </div>
      <Trouble state={state} />
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Figure name="Waiting" className="min-w-56">
          {lagWords(destination, readAtMs, nowMs)}
        </Figure>
        <Figure name="Delivered">{formatCount(delivered)}</Figure>
        <Figure name="Last delivered">{lastDeliveredAtMs === null ? 'Never' : <RelativeTime atMs={lastDeliveredAtMs} />}</Figure>
        {lost > 0 && (
          <Figure name="Lost" className="text-critical">
            {formatCount(lost)}
          </Figure>
        )}
      </dl>
    </li>
  )
}
