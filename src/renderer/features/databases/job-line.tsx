/** How far a piece of work has come, with the way to end it; or why it came to nothing. */
import type { ReactNode } from 'react'
import type { Job } from '../../../shared/contract/databases.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { cancelJob } from './database-jobs.ts'

interface JobLineProps {
  job: Job
  /** What runs, as in "Checking gatehouse.db". */
  label: string
  mayCancel: boolean
  /** Its result. */
  children: ReactNode
}

export const JobLine = ({ job, label, mayCancel, children }: JobLineProps) => {
  switch (job.state) {
    case 'running':
      return (
        <div className="flex items-center gap-3">
          <div className="min-w-0 flex-1">
            <p className="cut mb-1 text-small text-2" role="status">
              {label}
              {job.total !== null && ` · ${formatCount(job.done)} of ${formatCount(job.total)}`}
              {job.doing !== '' && ` · ${job.doing}`}
            </p>
            <ProgressBar label={label} done={job.done} total={job.total} />
          </div>
          {mayCancel && <Button onClick={() => void cancelJob(job)}>Cancel</Button>}
        </div>
      )
    case 'cancelled':
      return (
        <p className="text-small text-2">
          Cancelled <RelativeTime atMs={job.endedAtMs ?? job.startedAtMs} />. Nothing was changed by it.
        </p>
      )
    case 'failed':
      return (
        <Notice severity="medium" alert>
          {label} failed: {job.problem}
        </Notice>
      )
    case 'done':
      return children
  }
}
