/** First run from a backup instead of with a new administrator: the same steps as any restore, and sign-in at their end. */
import { client } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { useRestartNotice } from '../backup/restart-wait.ts'
import { RestoreFlow, restoreSteps } from '../backup/restore-flow.tsx'
import { StepsLayout } from './steps-layout.tsx'

export const FirstRestore = ({ onBack }: { onBack: () => void }) => (
  <RestoreFlow
    steps={client.firstRestore}
    kept={[]}
    from={null}
    onFrom={() => {}}
    fileOpeners={['passphrase', 'recovery-key']}
    work={null}
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
