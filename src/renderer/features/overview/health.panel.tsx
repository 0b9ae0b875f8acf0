/** Is anything wrong? The score, its verdict in words, and the parts it is made of. */
import { useQuery } from '@tanstack/react-query'
import type { Health } from '../../../shared/contract/monitoring.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useLivePaused } from '../../api/live-pause.ts'
import { Button } from '../../ui/button.tsx'
import { formatRelative } from '../../ui/format.ts'
import { useNowMs } from '../../ui/now.ts'
import { Popover } from '../../ui/popover.tsx'
import { severityNames, SeverityShape } from '../../ui/severity.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { AdviceLine } from '../advice/advice-line.tsx'
import { AlertLine } from '../alerts/alert-line.tsx'
import { ThreatLine } from '../incidents/threat-line.tsx'

const renewMs = 10_000
type Part = Health['parts'][number]

export const HealthPanel = () => {
  const paused = useLivePaused()
  const mayReadLog = useMay('audit:read')
  const query = useQuery({ ...orpc.monitoring.health.queryOptions(), refetchInterval: paused ? false : renewMs })
  const { data, error, dataUpdatedAt } = query
  const content = () => {
    if (!data && error)
      return <ErrorState title="The health could not be judged" problem={describeProblem(error)} onRetry={() => void query.refetch()} />
    return data ? <Score health={data} /> : <Waiting />
  }
  return (
    <section aria-labelledby="health-title" className="min-w-0 p-4">
      <header className="mb-2 flex items-baseline">
        <h2 id="health-title">Is anything wrong?</h2>
        {data && <CheckedAt atMs={dataUpdatedAt} />}
      </header>
      {content()}
      <AlertLine />
      {mayReadLog && <ThreatLine />}
      <AdviceLine />
    </section>
  )
}

const CheckedAt = ({ atMs }: { atMs: number }) => {
  const nowMs = useNowMs()
  const ago = formatRelative(Math.min(atMs, nowMs), nowMs)
  return <span className="ml-auto text-small text-3">checked {ago === 'now' ? 'just now' : ago}</span>
}

const Waiting = () => (
  <Loading label="Judging the health">
    <div className="flex items-center gap-4">
      <Skeleton className="h-12 w-14" />
      <div className="grid gap-2">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="w-72" />
      </div>
    </div>
    <Skeleton className="mt-4 h-12 w-full" />
  </Loading>
)

const Score = ({ health: { score, verdict, sentence, parts, formula } }: { health: Health }) => (
  <>
    <div className="flex items-center gap-4">
      <span className="text-score tracking-[-0.02em]" data-health-score="">
        {score ?? '–'}
      </span>
      <div className="min-w-0">
        <p className="text-verdict">{verdict}</p>
        <p className="text-2">{sentence}</p>
      </div>
    </div>
    <ul aria-label="Parts of the score" className="mt-4 grid grid-cols-6 gap-4">
      {parts.map((part) => (
        <PartFigure key={part.id} part={part} />
      ))}
    </ul>
    <Popover
      label="How the score is made"
      trigger={
        <Button look="text" className="mt-2 text-small">
          How the score is made
        </Button>
      }
    >
      <div className="grid w-[440px] gap-3 p-3">
        <p>{formula}</p>
        <dl className="grid grid-cols-[auto_1fr_auto] gap-x-3 gap-y-1 text-small">
          {parts.map(({ id, title, weight, score: own, sentence: observed }) => (
            <div key={id} className="contents">
              <dt className="font-strong">{title}</dt>
              <dd className="text-2">{observed}</dd>
              <dd className="text-right whitespace-nowrap text-2">{own === null ? 'left out' : `${own} × ${weight}`}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Popover>
  </>
)

const PartFigure = ({ part: { title, score, severity, sentence } }: { part: Part }) => (
  <Tooltip text={sentence}>
    <li tabIndex={0} className="grid gap-1 rounded-1" data-sev={severity ?? undefined}>
      <span className={`flex items-center gap-1.5 text-title font-strong ${severity ? 'text-sev' : ''}`}>
        {severity && <SeverityShape severity={severity} />}
        {score ?? '–'}
        {severity && <span className="sr-only">{severityNames[severity]}</span>}
      </span>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden className="h-1 w-full forced-colors:border">
        <rect width="100" height="4" rx="1" fill="var(--pressed)" />
        <rect width={score ?? 0} height="4" rx="1" fill={severity ? 'var(--sev-fill)' : 'var(--text-3)'} />
      </svg>
      <span className="cut text-small text-2">{title}</span>
      <span className="sr-only">{sentence}</span>
    </li>
  </Tooltip>
)
