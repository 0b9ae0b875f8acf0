/** A profile, or the undo of a change, as it would be now: seen first, then applied as one. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { SettingSource } from '../../../shared/contract/settings.ts'
import { useMay } from '../../api/access.ts'
import { orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatCounted } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { DifferenceTable } from './difference-table.tsx'
import { FaultList } from './fault-list.tsx'
import { differenceDrops } from './setting-words.ts'
import { useApply } from './use-apply.ts'

interface ReviewDialogProps {
  title: string
  text: ReactNode
  source: SettingSource
  /** In the toast: `Production applied`. */
  done: string
  onClose: () => void
}

export const ReviewDialog = ({ title, text, source, done, onClose }: ReviewDialogProps) => {
  const { data, error, refetch } = useQuery(orpc.settings.review.queryOptions({ input: { source } }))
  const { apply, busy, problem } = useApply({ done, onApplied: onClose })
  const mayWrite = useMay('settings:write')
  const changes = mayWrite && data && data.faults.length === 0 ? data.differences.length : 0
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={title}
      text={text}
      foot={
        <>
          <Button tall onClick={onClose}>
            {changes === 0 ? 'Close' : 'Cancel'}
          </Button>
          {data && changes > 0 && (
            <Button
              tall
              look={data.differences.some(differenceDrops) ? 'danger' : 'primary'}
              busy={busy}
              onClick={() => apply(source, data)}
            >
              Change {formatCounted(changes, 'setting', 'settings')}
            </Button>
          )}
        </>
      }
    >
      {!data && error && (
        <ErrorState title="What it would change could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Loading label="Comparing">
          <div className="grid gap-4">
            {[0, 1, 2, 3].map((row) => (
              <Skeleton key={row} />
            ))}
          </div>
        </Loading>
      )}
      {problem && (
        <Notice severity="medium" alert>
          <p>{problem}</p>
        </Notice>
      )}
      {data && data.faults.length > 0 && <FaultList faults={data.faults} />}
      {data && data.faults.length === 0 && <DifferenceTable review={data} />}
    </Dialog>
  )
}
