/** The open request beside the list: how far it came and why, what is known of it, and the ways to what is like it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { RequestRecord } from '../../../shared/contract/traffic.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Badge } from '../../ui/badge.tsx'
import { formatFigure } from '../../ui/figures.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SeverityLabel } from '../../ui/severity.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { gatePath, pathWords } from './gate-path.ts'
import { outcomeOf } from './outcome.ts'
import { RequestFacts } from './request-facts.tsx'
import { StagePath } from './stage-path.tsx'
import { onlyWith } from './traffic-filter.ts'
import type { TrafficNames } from './traffic-names.ts'
import type { TrafficSearch } from './traffic-search.ts'

interface RequestPanelProps {
  id: string
  /** What the list knows of it; null for one that the list does not hold. */
  listed: RequestRecord | null
  names: TrafficNames
  search: TrafficSearch
  onNewer: (() => void) | null
  onOlder: (() => void) | null
  onClose: () => void
}

const PanelSkeleton = () => (
  <Loading label="Loading the request">
    <div className="grid gap-3 p-4">
      <Skeleton className="w-3/4" />
      <Skeleton className="w-1/2" />
      <Skeleton className="h-48" />
    </div>
  </Loading>
)

export const RequestPanel = ({ id, listed, names, search, onNewer, onOlder, onClose }: RequestPanelProps) => {
  // One that the list holds is final: only others are asked for.
  const query = useQuery({ ...orpc.traffic.request.queryOptions({ input: { id } }), enabled: listed === null, staleTime: Infinity })
  const request = listed ?? query.data?.request ?? null
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Traffic', run: onClose }])
  return (
    <SidePanel
      label="Request"
      title={request ? `${request.method} ${request.template ?? 'without a route'}` : 'Request'}
      onClose={onClose}
      actions={
        <>
          <IconButton name="Newer request" keys="k" disabled={onNewer === null} onClick={() => onNewer?.()}>
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton name="Older request" keys="j" disabled={onOlder === null} onClick={() => onOlder?.()}>
            <ArrowDown aria-hidden />
          </IconButton>
        </>
      }
    >
      {request ? (
        <RequestBody
          of={request}
          routeName={query.data?.routeName ?? (request.route && names.route(request.route))}
          consumerName={query.data?.consumerName ?? (request.consumer && names.consumer(request.consumer))}
          names={names}
          search={search}
        />
      ) : errorOf(query.error, 'NOT_FOUND') ? (
        <ErrorState
          title="There is no such request"
          problem={{ title: '', sentence: 'Its record may have been dropped with age, or never been kept.', requestId: null }}
        />
      ) : query.error ? (
        <ErrorState title="The request could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <PanelSkeleton />
      )}
    </SidePanel>
  )
}

interface BodyProps {
  of: RequestRecord
  routeName: string | null
  consumerName: string | null
  names: TrafficNames
  search: TrafficSearch
}

const answered = ({ status, tookMs }: RequestRecord) =>
  `${status === 0 ? 'no answer' : status}, after ${formatFigure(tookMs, { unit: 'ms' })}`

const RequestBody = ({ of: request, routeName, consumerName, names, search }: BodyProps) => {
  const { words, severity } = outcomeOf(request)
  const verdict = request.refusal === null ? words : pathWords(gatePath(request))
  return (
    <ScrollRegion label="The request" focusKey={request.id}>
      <PanelSection>
        <p className="flex flex-wrap items-center gap-2">
          {severity === null ? (
            <Badge>{verdict}</Badge>
          ) : (
            <SeverityLabel severity={severity} look="badge">
              {verdict}
            </SeverityLabel>
          )}
          <span className="text-2">{answered(request)}</span>
        </p>
      </PanelSection>
      <section className="border-b border-hairline">
        <StagePath of={request} severity={severity} routeName={routeName} consumerName={consumerName} limitName={names.limit} />
      </section>
      <PanelSection>
        <RequestFacts of={request} routeName={routeName} consumerName={consumerName} upstreamName={names.upstream} />
      </PanelSection>
      <PanelSection title="More like this">
        <Alike of={request} routeName={routeName} consumerName={consumerName} search={search} />
      </PanelSection>
    </ScrollRegion>
  )
}

const linkLook = 'text-accent-text hover:underline'

const Alike = ({ of: { id, source, route, consumer, refusal }, routeName, consumerName, search }: Omit<BodyProps, 'names'>) => {
  const mayReadLog = useMay('audit:read')
  const ways = [
    { words: `All from ${source}`, to: onlyWith(search, 'source', [source]) },
    route !== null && { words: `All of route ${routeName ?? route}`, to: onlyWith(search, 'route', [route]) },
    consumer !== null && { words: `All of ${consumerName ?? consumer}`, to: onlyWith(search, 'consumer', [consumer]) },
    refusal !== null && { words: 'All refused for the same reason', to: onlyWith(search, 'refusal', [refusal]) },
  ].filter((way) => way !== false)
  return (
    <ul className="grid gap-1">
      {ways.map(({ words, to }) => (
        <li key={words}>
          <Link to="/traffic" search={to} className={linkLook}>
            {words}
          </Link>
        </li>
      ))}
      <li>
        <Link to="/routes" search={{ dialog: 'try', request: id }} className={linkLook}>
          Try it again
        </Link>
      </li>
      {mayReadLog && (
        <li>
          <Link to="/audit" search={{ request: id }} className={linkLook}>
            Entries of this request in the log
          </Link>
        </li>
      )}
    </ul>
  )
}
