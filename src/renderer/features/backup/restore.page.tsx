/** Restoring from a backup where somebody is signed in: the steps on top, the work below. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay, useSession } from '../../api/access.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { classNames } from '../../ui/class-names.ts'
import { PageScroll } from '../../ui/page.tsx'
import { PanelSkeleton } from '../../ui/panel-skeleton.tsx'
import { ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { isUnderWay } from './backup-words.ts'
import { RestoreFlow, restoreSteps } from './restore-flow.tsx'
import type { RestoreSteps } from './restore-steps.ts'
import { renewBackups, useBackup } from './use-backup.ts'

/** Both take a while: how far they are is asked for as soon as they have begun. */
const beginsMs = 400
const told = <Answer,>(answer: Promise<Answer>): Promise<Answer> => {
  setTimeout(() => void renewBackups(), beginsMs)
  return answer
}
const { backup } = client
const steps: RestoreSteps = {
  beginUpload: backup.beginUpload,
  uploadChunk: backup.uploadChunk,
  dropUpload: backup.dropUpload,
  examine: (input, options) => told(backup.examine(input, options)),
  restore: (input, options) => told(backup.restore(input, options)),
}

const StepsOnTop = ({ at }: { at: number }) => (
  <ol aria-label="Steps of the restore" className="mb-8 flex flex-wrap gap-x-6 gap-y-1 border-b border-hairline pb-3 text-small">
    {restoreSteps.map(({ title }, index) => (
      <li
        key={title}
        aria-current={index === at ? 'step' : undefined}
        className={classNames('flex items-center gap-1.5', index === at ? 'font-strong text-1' : 'text-3')}
      >
        {index < at ? <Check aria-label="Done" className="size-3.5" /> : <span aria-hidden>{index + 1}</span>}
        {title}
      </li>
    ))}
  </ol>
)

const layout = (at: number, content: ReactNode) => (
  <div className="max-w-[784px] px-4 py-6">
    <StepsOnTop at={at} />
    {content}
  </div>
)

const Flow = () => {
  const { data, error, refetch } = useBackup()
  const { from } = useSearch({ from: '/backup/restore' })
  const navigate = useNavigate({ from: '/backup/restore' })
  if (!data && error)
    return <ErrorState title="The backups could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <PanelSkeleton label="Loading the backups" />
  const { work } = data
  return (
    <RestoreFlow
      steps={steps}
      kept={data.kept.toSorted((a, b) => b.createdAtMs - a.createdAtMs)}
      from={from ?? null}
      onFrom={(name) => void navigate({ search: name === null ? {} : { from: name } })}
      fileOpeners={['passphrase', 'recovery-key', 'this-vault']}
      work={work?.kind === 'examine' && isUnderWay(work) ? work : null}
      onKeep={() => void navigate({ to: '/backup' })}
      firstRun={false}
      back={
        <Link to="/backup" className="justify-self-start text-accent-text hover:underline">
          Back to the backups
        </Link>
      }
      layout={layout}
    />
  )
}

export const RestorePage = () => {
  const { role } = useSession().user
  return (
    <PageScroll label="Restore">
      {useMay('backup:run') ? (
        <Flow />
      ) : (
        <NoPermissionState
          title="Restoring is not open to you"
          text={`It replaces everything that is kept here, so it takes an administrator. Your role is ${role}.`}
        />
      )}
    </PageScroll>
  )
}
