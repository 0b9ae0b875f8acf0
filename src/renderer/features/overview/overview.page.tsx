/** Overview: is anything wrong, what was written last, what is happening, what comes next, and how the machine is. */
import { useMay } from '../../api/access.ts'
import { PageScroll } from '../../ui/page.tsx'
import { NoPermissionState } from '../../ui/view-state.tsx'
import { useFollowMetrics } from '../metrics/use-metrics-now.ts'
import { HealthPanel } from './health.panel.tsx'
import { MachinePanel } from './machine.panel.tsx'
import { NextStepsPanel } from './next-steps.panel.tsx'
import { OwnCost } from './own-cost.tsx'
import { RecordPanel } from './record.panel.tsx'
import { TrafficPanel } from './traffic.panel.tsx'

export const OverviewPage = () => {
  const mayMeasure = useMay('metrics:read')
  const mayReadLog = useMay('audit:read')
  const mayWatch = useMay('guard:read')
  if (!mayMeasure && !mayReadLog)
    return (
      <NoPermissionState
        title="The overview is not open to you"
        text="Your role may read neither the metrics nor the log. An administrator can change that."
      />
    )
  return (
    <PageScroll label="Overview">
      <div className="grid border-b border-hairline wide:grid-cols-[minmax(0,7fr)_minmax(0,6fr)] [&>*+*]:border-hairline [&>*+*]:max-wide:border-t wide:[&>*+*]:border-l">
        {mayMeasure && <HealthPanel />}
        {mayReadLog && <RecordPanel />}
      </div>
      {mayMeasure && mayWatch && <TrafficPanel />}
      <NextStepsPanel />
      {mayMeasure && <Machine />}
    </PageScroll>
  )
}

const Machine = () => {
  useFollowMetrics()
  return (
    <>
      <MachinePanel />
      <OwnCost />
    </>
  )
}
