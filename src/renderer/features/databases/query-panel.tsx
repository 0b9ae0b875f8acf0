/** The open query beside the list: its figures, its text, how SQLite runs it, and what an index would bring. */
import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import type { Job, StatementInsight } from '../../../shared/contract/databases.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount, formatNumber } from '../../ui/format.ts'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { Well } from '../../ui/well.tsx'
import { startJob } from './database-jobs.ts'
import { IndexTrialView } from './index-trial.tsx'
import { JobLine } from './job-line.tsx'
import { PlanView } from './plan-view.tsx'
import { plainSql, timeWords, type RankedQuery } from './query-words.ts'

interface QueryPanelProps {
  name: string
  /** Not there where it has not run since the start. */
  query: RankedQuery | undefined
  job: Job | undefined
  busy: boolean
  mayTry: boolean
  onClose: () => void
}

const costs = (statements: readonly StatementInsight[]): boolean => statements.some(({ plan }) => plan?.some(({ mark }) => mark !== null))

export const QueryPanel = ({ name, query, job, busy, mayTry, onClose }: QueryPanelProps) => {
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Databases', run: onClose }])
  const { data, error, refetch } = useQuery(orpc.databases.query.queryOptions({ input: { name } }))
  return (
    <SidePanel label={`Query ${name}`} title={<span className="font-mono text-code">{name}</span>} onClose={onClose}>
      <ScrollRegion label="The query" focusKey={name}>
        {query && (
          <PanelSection>
            <Facts
              facts={[
                { name: 'Calls', value: formatCount(query.calls) },
                { name: 'All together', value: timeWords(query.totalMs) },
                { name: 'Mean', value: timeWords(query.meanMs) },
                { name: 'p95', value: timeWords(query.p95Ms) },
                {
                  name: 'Slowest',
                  value: (
                    <>
                      {timeWords(query.slowestMs)}, at <Timestamp atMs={query.slowestAtMs} look="list" />
                    </>
                  ),
                },
                { name: 'Rows', value: `${formatCount(query.rows)}, ${formatNumber(query.rows / Math.max(1, query.calls))} a call` },
              ]}
            />
          </PanelSection>
        )}
        {!data && error && (
          <ErrorState title="The query could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
        )}
        {!data && !error && (
          <Loading label="Loading the query">
            <Skeleton className="m-4 h-24" />
          </Loading>
        )}
        {data?.statements.map(({ sql, file, plan, problem }, at) => (
          <PanelSection
            key={sql}
            title={data.statements.length === 1 ? `Its text, on ${file}` : `Text ${at + 1} of ${data.statements.length}, on ${file}`}
          >
            <Well after={<CopyButton text={plainSql(sql)} name="Copy the text" />}>{plainSql(sql)}</Well>
            <p className="mt-1 mb-3 text-small text-3">Values are neither kept nor shown.</p>
            <h4 className="mb-1 text-small font-strong text-2">How SQLite runs it</h4>
            {plan ? <PlanView label="The plan" plan={plan} /> : <p className="text-small text-2">{problem}</p>}
          </PanelSection>
        ))}
        {data && (
          <PanelSection title="Would an index help?">
            {!costs(data.statements) ? (
              <p className="text-2">Its plan reads no whole table and puts nothing in order: an index has nothing to spare.</p>
            ) : (
              <div className="grid gap-3">
                <p className="text-2">
                  Indexes that its plan could use are tried on a copy of its tables in memory. Nothing is changed in the database, and
                  nothing is left behind.
                </p>
                {mayTry ? (
                  job?.state !== 'running' && (
                    <div>
                      <Button disabled={busy} onClick={() => void startJob({ kind: 'indexes', query: name })}>
                        <FlaskConical aria-hidden />
                        {job ? 'Try again' : 'Try indexes'}
                      </Button>
                    </div>
                  )
                ) : (
                  <p className="text-small text-2">Your role may not begin that. An administrator can.</p>
                )}
                {job && (
                  <JobLine job={job} label="Trying indexes" mayCancel={mayTry}>
                    {job.result?.kind === 'indexes' && <IndexTrialView trial={job.result.trial} />}
                  </JobLine>
                )}
              </div>
            )}
          </PanelSection>
        )}
      </ScrollRegion>
    </SidePanel>
  )
}
