/** The open alert beside the list: what is wrong, how it came, what to do, who has it, and where to look further. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellOff, Check, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Alert, AlertRule } from '../../../shared/contract/alerts.ts'
import { useMay } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { errorOf } from '../../api/typed-error.ts'
import { useCommands } from '../../frame/commands.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { acknowledge, giveBack, useAlertAct } from './alert-acts.ts'
import { AlertFacts } from './alert-facts.tsx'
import { alertOptions, rulesOptions } from './alert-queries.ts'
import { tabSearch } from './alerts-search.ts'
import { BreachChart } from './breach-chart.tsx'
import { breachRange } from './breach-model.ts'
import { Runbook } from './runbook.tsx'

interface AlertPanelProps {
  id: string
  onSilence: (alert: Alert) => void
  onClose: () => void
}

/** Give it the alert's id as `key`, so that a note that was begun stays with its own alert. */
export const AlertPanel = ({ id, onSilence, onClose }: AlertPanelProps) => {
  const query = useQuery(alertOptions(id))
  const { data: rules, isPending: rulesArePending } = useQuery(rulesOptions)
  const { data } = query
  const known = data?.alert
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Alerts', run: onClose }])
  return (
    <SidePanel
      label={known ? `Alert ${known.ruleName}` : 'Alert'}
      title={<span className="block py-3 whitespace-normal">{known?.sentence ?? 'Alert'}</span>}
      onClose={onClose}
    >
      {errorOf(query.error, 'NOT_FOUND') ? (
        <ErrorState
          title="There is no such alert"
          problem={{ title: '', sentence: 'It may have been trimmed, or its address is of another console.', requestId: null }}
        />
      ) : query.error && !data ? (
        <ErrorState title="The alert could not be read" problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : data && !rulesArePending ? (
        <AlertBody
          of={data.alert}
          course={data.course}
          // An alert is shown even where the rules cannot be read.
          rule={rules?.find((one) => one.id === data.alert.ruleId) ?? null}
          onSilence={onSilence}
        />
      ) : (
        <Loading label="Loading the alert">
          <div className="grid gap-3 p-4">
            <Skeleton className="w-3/4" />
            <Skeleton className="w-1/2" />
            <Skeleton className="h-32" />
          </div>
        </Loading>
      )}
    </SidePanel>
  )
}

interface BodyProps {
  of: Alert
  course: readonly { atMs: number; word: string; by: string | null; sentence: string }[]
  rule: AlertRule | null
  onSilence: (alert: Alert) => void
}

const linkLook = 'justify-self-start text-accent-text hover:underline'

const AlertBody = ({ of: alert, course, rule, onSilence }: BodyProps) => {
  const { summary, runbookUrl } = alert
  const range = breachRange(alert, alert.resolvedAtMs ?? course.at(-1)?.atMs ?? alert.startedAtMs)
  return (
    <ScrollRegion label="The alert" focusKey={alert.id}>
      <AlertFacts of={alert} rule={rule} />
      {alert.selectors.length > 0 && (
        <PanelSection title="What was measured">
          <BreachChart of={alert} rule={rule} />
        </PanelSection>
      )}
      {(summary !== '' || runbookUrl !== null) && (
        <PanelSection title="What to do">
          {summary !== '' && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{summary}</p>}
          {runbookUrl !== null && (
            <div className="mt-2">
              <Runbook url={runbookUrl} />
            </div>
          )}
        </PanelSection>
      )}
      <AlertActs of={alert} onSilence={onSilence} />
      <PanelSection title="Its course">
        <ol aria-label="Its course">
          {course.map(({ atMs, word, by, sentence }) => (
            <li key={`${atMs} ${word}`} className="grid gap-0.5 border-l border-hairline-strong pb-3 pl-3 last:pb-0">
              <span className="text-small text-2">
                <Timestamp atMs={atMs} look="list" /> {by}
              </span>
              <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{sentence}</span>
            </li>
          ))}
        </ol>
      </PanelSection>
      <PanelSection title="Look further">
        <ul className="grid gap-1">
          <li className="grid">
            <Link to="/audit" search={{ from: range.fromMs, to: range.toMs }} className={linkLook}>
              The log at that time
            </Link>
          </li>
          <li className="grid">
            <Link to="/metrics" search={{ from: range.fromMs, to: range.toMs }} className={linkLook}>
              All charts at that time
            </Link>
          </li>
          <li className="grid">
            <Link to="/alerts" search={tabSearch('deliveries', { alert: alert.id })} className={linkLook}>
              Whom it was told
            </Link>
          </li>
          <li className="grid">
            <Link to="/alerts" search={tabSearch('history', { rule: alert.ruleId })} className={linkLook}>
              Past alerts of this rule
            </Link>
          </li>
        </ul>
      </PanelSection>
    </ScrollRegion>
  )
}

const AlertActs = ({ of: alert, onSilence }: Pick<BodyProps, 'of' | 'onSilence'>) => {
  const mayAct = useMay('alerts:acknowledge')
  const act = useAlertAct()
  const [note, setNote] = useState('')
  const open = alert.state !== 'resolved'
  const take = () =>
    act.run(async () => {
      await acknowledge(alert, note.trim())
      setNote('')
    })
  const silence = () => onSilence(alert)
  const group = 'On this page' as const
  const needs = 'alerts:acknowledge' as const
  useCommands(
    open
      ? [
          alert.acknowledged === null
            ? { id: 'alert take', group, label: 'Acknowledge the alert', words: 'take up', icon: Check, keys: 'a', needs, run: take }
            : { id: 'alert give back', group, label: 'Give the alert back', icon: Undo2, needs, run: () => void giveBack(alert) },
          { id: 'alert silence', group, label: 'Silence the alert', words: 'mute quiet', icon: BellOff, keys: 's', needs, run: silence },
        ]
      : [],
  )
  if (!open) return null
  if (!mayAct)
    return (
      <PanelSection>
        <p className="text-small text-2">Your role may look at alerts, not acknowledge them.</p>
      </PanelSection>
    )
  return (
    <PanelSection>
      {act.problem !== null && (
        <div className="mb-3">
          <Notice severity="medium" alert>
            <p>{act.problem}</p>
          </Notice>
        </div>
      )}
      {alert.acknowledged === null && (
        <form
          id="acknowledge"
          className="mb-3"
          onSubmit={(event) => {
            event.preventDefault()
            void take()
          }}
        >
          <TextField
            label="Note (optional)"
            value={note}
            maxLength={500}
            onChange={(event) => setNote(event.target.value)}
            autoComplete="off"
          />
        </form>
      )}
      <div className="flex items-center gap-2">
        {alert.acknowledged === null ? (
          <Button look="primary" type="submit" form="acknowledge" busy={act.busy}>
            <Check aria-hidden />
            Acknowledge
          </Button>
        ) : (
          <Button onClick={() => act.run(() => giveBack(alert))} busy={act.busy}>
            <Undo2 aria-hidden />
            Give back
          </Button>
        )}
        <Button onClick={silence} disabled={act.busy}>
          <BellOff aria-hidden />
          Silence…
        </Button>
      </div>
    </PanelSection>
  )
}
