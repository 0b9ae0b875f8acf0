/** First run from a backup instead of with a new administrator: the same steps as any restore, and sign-in at their end. */
import { useQuery } from '@tanstack/react-query'
import { client, orpc } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { isUnderWay } from '../backup/backup-words.ts'
import { useRestartNotice } from '../backup/restart-wait.ts'
import { RestoreFlow, restoreSteps } from '../backup/restore-flow.tsx'
import { StepsLayout } from './steps-layout.tsx'

/** The window waits for the core meanwhile; how far that is, is asked beside. */
const lookEveryMs = 1_000

export const FirstRestore = ({ onBack }: { onBack: () => void }) => {
  const work = useQuery(orpc.firstRestore.work.queryOptions({ refetchInterval: lookEveryMs, retry: false })).data ?? null
  return (
    <RestoreFlow
      steps={client.firstRestore}
      kept={[]}
      from={null}
      onFrom={() => {}}
      fileOpeners={['passphrase', 'recovery-key']}
      work={work && isUnderWay(work) ? work : null}
      firstRun
      notice={useRestartNotice()}
      back={
        <Button look="text" className="justify-self-start" onClick={onBack}>
          Create the first administrator instead
        </Button>
      }
      layout={(at, content) => (
        <StepsLayout label="Restore" steps={restoreSteps} at={at}>
          {content}
        </StepsLayout>
      )}
    />
  )
}

/** The way there, below the form of the first administrator. */
export const RestoreInstead = ({ onRestore }: { onRestore: () => void }) => (
  <section className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-hairline pt-4">
    <div className="min-w-64 flex-1">
      <h2>Do you have a backup?</h2>
      <p className="text-2">From another machine, or from before: it brings users, keys, routes and settings back.</p>
    </div>
    <Button onClick={onRestore}>Restore from a backup</Button>
  </section>
)
