/** What was changed in the policy, by whom, and the way back to any of it. */
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/access.ts'
import { client, orpc } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { stepUpAsking, withStepUp } from '../../api/step-up.ts'
import { useStore } from '../../api/store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { toastDone } from '../../ui/toast.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { ErrorState } from '../../ui/view-state.tsx'
import { forgetUndo, useAct } from './guard-acts.ts'
import { renewGuard } from './guard-queries.ts'

export const HistoryDialog = ({ revision, onClose }: { revision: number; onClose: () => void }) => {
  const query = useQuery(orpc.guard.history.queryOptions({ input: {} }))
  const mayWrite = useMay('guard:write')
  const act = useAct()
  const asking = useStore(stepUpAsking) !== null
  const restore = (to: number) =>
    void act
      .run(async () => {
        await withStepUp(() => client.guard.restore({ revision, to }))
        forgetUndo()
        toastDone({ title: `The guard serves by revision ${to} again` })
        await renewGuard()
      })
      .then((done) => done && onClose())
  return (
    <Dialog
      open={!asking}
      onClose={onClose}
      wide
      title="Changes of the policy"
      foot={
        <Button tall onClick={onClose}>
          Close
        </Button>
      }
    >
      {query.error && !query.data && <ErrorState problem={describeProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p className="text-2">Nothing was changed yet.</p>}
      {act.problem && (
        <Notice severity="high" alert>
          <p>{act.problem}</p>
        </Notice>
      )}
      <ul tabIndex={0} aria-label="Changes, newest first" className="max-h-96 overflow-auto -outline-offset-2">
        {query.data?.map((change) => (
          <li key={change.revision} className="flex items-start gap-4 border-b border-hairline-soft py-2 last:border-0">
            <span className="w-10 flex-none text-right text-2 tabular-nums">{change.revision}</span>
            <div className="min-w-0 flex-1">
              {change.sentences.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
              <p className="text-small text-2">
                {change.actorName}, <RelativeTime atMs={change.atMs} />
              </p>
            </div>
            {change.revision === revision ? (
              <span className="text-small text-2">In force</span>
            ) : (
              mayWrite && (
                <Button onClick={() => restore(change.revision)} disabled={act.busy} aria-label={`Restore revision ${change.revision}`}>
                  Restore
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
