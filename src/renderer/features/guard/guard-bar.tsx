/** How the guard is, in one line, with the switch; a policy that it refused is told with its faults. */
import { useQuery } from '@tanstack/react-query'
import { CircleStop, Play } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { GuardState } from '../../../shared/contract/guard.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { useCommands } from '../../frame/commands.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Bar } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { AskDialog } from '../../frame/ask.dialog.tsx'
import { startGuard, stopGuard, useAct, problemSentence } from './guard-acts.ts'
import { portsWords } from './guard-words.ts'

const StateWords = ({ state, routes }: { state: GuardState; routes: number }) => {
  const { process } = state
  switch (process.kind) {
    case 'off':
      return <span className="text-2">{routes === 0 ? 'It is off, and has no route yet.' : 'It is off: its routes serve nobody.'}</span>
    case 'starting':
      return <span className="text-2">It is starting.</span>
    case 'away':
      return <span className="text-critical">It does not answer: {process.problem} It is started again.</span>
    case 'running':
      return (
        <span className="text-2">
          Serving {portsWords(state)} since <RelativeTime atMs={process.sinceMs} />
          {state.requestsNow > 0 && `, ${formatCounted(state.requestsNow, 'request', 'requests')} under way`}
        </span>
      )
  }
}

const badgeOf = ({ process }: GuardState): string => ({ off: 'Off', starting: 'Starting', running: 'Running', away: 'Away' })[process.kind]

/** `children`: what the page adds at the right. */
export const GuardBar = ({ children }: { children?: ReactNode }) => {
  const state = useQuery(orpc.guard.state.queryOptions()).data
  const routes = useQuery(orpc.guard.policy.queryOptions()).data?.routes.length ?? 0
  const mayWrite = useMay('guard:write')
  const act = useAct()
  const [stopping, setStopping] = useState(false)
  const off = state?.process.kind === 'off'
  const start = () => void act.run(startGuard)
  useCommands(
    state && mayWrite
      ? [
          off
            ? { id: 'guard start', group: 'On this page', label: 'Start the guard', icon: Play, needs: 'guard:write', run: start }
            : {
                id: 'guard stop',
                group: 'On this page',
                label: 'Stop the guard',
                icon: CircleStop,
                needs: 'guard:write',
                run: () => setStopping(true),
              },
        ]
      : [],
  )
  return (
    <>
      <Bar>
        {state && (
          <span role="status" className="flex min-w-0 flex-1 items-center gap-2">
            <Badge live={state.process.kind === 'running'}>{badgeOf(state)}</Badge>
            <StateWords state={state} routes={routes} />
          </span>
        )}
        {!state && <span className="flex-1" />}
        {children}
        {state && mayWrite && routes > 0 && off && (
          <Button look="primary" onClick={start} busy={act.busy}>
            <Play aria-hidden />
            Start the guard
          </Button>
        )}
        {state && mayWrite && !off && (
          <Button onClick={() => setStopping(true)}>
            <CircleStop aria-hidden />
            Stop…
          </Button>
        )}
      </Bar>
      {(act.problem !== null || (state && state.refused.length > 0)) && (
        <div className="border-b border-hairline p-4">
          {act.problem !== null && (
            <Notice severity="high" alert>
              <p>{act.problem}</p>
            </Notice>
          )}
          {state && state.refused.length > 0 && (
            <Notice severity="high">
              <p>
                The guard refused the newest policy
                {state.servedRevision === null ? '' : ` and goes on with revision ${state.servedRevision}`}:
              </p>
              <ul className="list-disc pl-4">
                {state.refused.map(({ path, message }) => (
                  <li key={path + message}>
                    <code className="font-mono text-code">{path}</code>: {message}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
        </div>
      )}
      {stopping && (
        <AskDialog
          title="Stop the guard?"
          text={`${formatCounted(routes, 'route stops', 'routes stop')} serving at once. What is under way is finished first, for at most ten seconds.`}
          keep="Keep it running"
          run="Stop the guard"
          act={stopGuard}
          tell={problemSentence}
          onClose={() => setStopping(false)}
        />
      )}
    </>
  )
}
