/** The open objective beside the list: how it stands, how its budget went, and how fast it burns. */
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Pencil, Trash2 } from 'lucide-react'
import type { Objective } from '../../../shared/contract/objectives.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { useShortcuts } from '../../frame/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatCount, formatDuration, formatNumber } from '../../ui/format.ts'
import { PanelSection, ScrollRegion, SidePanel } from '../../ui/side-panel.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Timestamp } from '../../ui/timestamp.tsx'
import { zoomTo } from '../../ui/time-range.ts'
import { ErrorState } from '../../ui/view-state.tsx'
import { leftWords } from './budget-bar.tsx'
import { CourseChart } from './course-chart.tsx'
import { courseOptions } from './objective-queries.ts'
import { allowanceWords, formatShare, promiseWords } from './objective-words.ts'

interface ObjectivePanelProps {
  of: Objective
  routeName: (id: string) => string
  mayWrite: boolean
  onChange: () => void
  onDelete: () => void
  onClose: () => void
}

const linkLook = 'text-accent-text hover:underline'

const Course = ({ of: { id, periodDays } }: { of: Objective }) => {
  const { data, error, refetch } = useQuery(courseOptions(id))
  const navigate = useNavigate()
  if (data)
    return (
      <CourseChart
        course={data}
        periodDays={periodDays}
        onZoom={(fromMs, toMs) => void navigate({ to: '/traffic', search: zoomTo({}, fromMs, toMs) })}
      />
    )
  if (error) return <ErrorState title="Its course could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  return (
    <Loading label="Loading the course">
      <Skeleton className="h-32 w-full" />
    </Loading>
  )
}

type Window = Objective['burn'][number]

const rateWords = (rate: number | null): string => (rate === null ? '–' : `${formatNumber(Math.round(rate * 10) / 10)} ×`)

const isFast = ({ shortRate, longRate, threshold }: Window): boolean =>
  shortRate !== null && longRate !== null && shortRate > threshold && longRate > threshold

/** A pair is a breach where both of its windows burn faster than the line. */
const BurnTable = ({ burn }: { burn: readonly Window[] }) => (
  <table className="w-full text-small">
    <thead>
      <tr className="text-left text-3 [&>th]:pb-1 [&>th]:font-normal">
        <th>Windows</th>
        <th className="text-right">Short</th>
        <th className="text-right">Long</th>
        <th className="text-right">Told above</th>
      </tr>
    </thead>
    <tbody>
      {burn.map((window) => (
        <tr key={window.longMs} className="[&>td]:border-t [&>td]:border-hairline-soft [&>td]:py-1">
          <td>
            <span className="flex items-center gap-1.5">
              {isFast(window) && <SeverityShape severity="high" />}
              {formatDuration(window.shortMs)} and {formatDuration(window.longMs)}
              {isFast(window) && <span className="sr-only">, too fast</span>}
            </span>
          </td>
          <td className="text-right">{rateWords(window.shortRate)}</td>
          <td className="text-right">{rateWords(window.longRate)}</td>
          <td className="text-right">{rateWords(window.threshold)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

export const ObjectivePanel = ({ of: objective, routeName, mayWrite, onChange, onDelete, onClose }: ObjectivePanelProps) => {
  useShortcuts([{ keys: 'Escape', label: 'Close the panel', group: 'Objectives', run: onClose }])
  const { goodPercent, total, bad, budgetLeftPercent, exhaustedAtMs, ruleId } = objective
  return (
    <SidePanel label={`Objective ${objective.name}`} title={objective.name} onClose={onClose}>
      <ScrollRegion label="The objective" focusKey={objective.id}>
        <PanelSection>
          <p>{objective.sentence}</p>
        </PanelSection>
        <PanelSection>
          <Facts
            facts={[
              { name: 'Promise', value: promiseWords(objective, routeName) },
              { name: 'Good', value: goodPercent === null ? 'No requests yet' : `${formatShare(goodPercent)} %` },
              { name: 'Requests', value: total === 0 ? 'None yet' : `${formatCount(total)}, of which ${formatCount(bad)} bad` },
              { name: 'Budget', value: `${leftWords(budgetLeftPercent)}; all may fail for ${allowanceWords(objective)}` },
              ...(exhaustedAtMs === null
                ? []
                : [
                    {
                      name: 'Spent',
                      value: (
                        <span>
                          at this pace, <Timestamp atMs={exhaustedAtMs} look="list" />
                        </span>
                      ),
                    },
                  ]),
              ...(ruleId === null
                ? []
                : [
                    {
                      name: 'Told by',
                      value: (
                        <Link to="/alerts" search={{ tab: 'rules', rule: ruleId }} className={linkLook}>
                          its alert rule
                        </Link>
                      ),
                    },
                  ]),
            ]}
          />
        </PanelSection>
        <PanelSection title="Error budget left">
          <Course of={objective} />
        </PanelSection>
        <PanelSection title="How fast it burns">
          <BurnTable burn={objective.burn} />
          <p className="mt-2 text-small text-2">
            1 × is the pace at which the budget just lasts. Both windows of a pair must be above the line.
          </p>
        </PanelSection>
        {mayWrite && (
          <PanelSection>
            <div className="flex gap-2">
              <Button onClick={onChange}>
                <Pencil aria-hidden />
                Change
              </Button>
              <Button look="quiet" onClick={onDelete}>
                <Trash2 aria-hidden />
                Delete
              </Button>
            </div>
          </PanelSection>
        )}
      </ScrollRegion>
    </SidePanel>
  )
}
