/** Backups: what is kept, the work under way, the daily one, restoring, and moving to a new machine. The hash names the open dialog. */
import { useLocation, useNavigate } from '@tanstack/react-router'
import { DatabaseBackup, History } from 'lucide-react'
import type { BackupState } from '../../../shared/contract/backup.ts'
import { useMay, useSession } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageScroll, Section } from '../../ui/page.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { RelativeTime } from '../../ui/timestamp.tsx'
import { EmptyState, ErrorState, NoPermissionState } from '../../ui/view-state.tsx'
import { isUnderWay } from './backup-words.ts'
import { DailyPanel } from './daily.panel.tsx'
import { DeleteBackupDialog } from './delete-backup.dialog.tsx'
import { KeptTable } from './kept-table.tsx'
import { MakeBackupDialog } from './make-backup.dialog.tsx'
import { MoveGuide } from './move-guide.tsx'
import { useBackup, useShownWork } from './use-backup.ts'
import { VerifyBackupDialog } from './verify-backup.dialog.tsx'
import { WorkLine } from './work-line.tsx'

const toMove = 'make-to-move'
const verifyPrefix = 'verify-'
const deletePrefix = 'delete-'

const Waiting = () => (
  <Loading label="Loading the backups">
    {[0, 1, 2].map((row) => (
      <div key={row} className="flex justify-between py-3">
        <Skeleton className="w-64" />
        <Skeleton className="w-40" />
      </div>
    ))}
  </Loading>
)

const Dialogs = ({ state, hash, onClose }: { state: BackupState; hash: string; onClose: () => void }) => {
  const of = (prefix: string) => (hash.startsWith(prefix) ? state.kept.find(({ name }) => name === hash.slice(prefix.length)) : undefined)
  const verified = of(verifyPrefix)
  const deleted = of(deletePrefix)
  if (hash === 'make' || hash === toMove)
    return <MakeBackupDialog hasRecoveryKey={state.hasRecoveryKey} withLogAtFirst={hash === toMove} onClose={onClose} />
  if (verified) return <VerifyBackupDialog key={verified.name} of={verified} onClose={onClose} />
  if (deleted) return <DeleteBackupDialog key={deleted.name} of={deleted} kept={state.kept} onClose={onClose} />
  return null
}

const LastRestore = ({ atMs, sentence }: NonNullable<BackupState['lastRestore']>) => (
  <Notice severity="info">
    <p>
      {sentence}, <RelativeTime atMs={atMs} />.
    </p>
  </Notice>
)

const Backups = () => {
  const { data, error, refetch } = useBackup()
  const work = useShownWork(data)
  const { hash } = useLocation()
  const navigate = useNavigate({ from: '/backup' })
  const open = (dialog: string) => void navigate({ hash: dialog, resetScroll: false })
  const close = () => void navigate({ hash: '', replace: true, resetScroll: false })
  const busy = data?.work ? isUnderWay(data.work) : false
  // Once one was just made, taking it away is what comes next.
  const made = work?.kind === 'make' && work.phase === 'done'
  const make = (
    <Button look={made ? 'plain' : 'primary'} onClick={() => open('make')} disabled={busy}>
      <DatabaseBackup aria-hidden />
      Back up now…
    </Button>
  )
  const restore = (
    <Button onClick={() => void navigate({ to: '/backup/restore' })}>
      <History aria-hidden />
      Restore…
    </Button>
  )
  if (!data && error)
    return <ErrorState title="The backups could not be read" problem={describeProblem(error)} onRetry={() => void refetch()} />
  const kept = data?.kept.toSorted((a, b) => b.createdAtMs - a.createdAtMs) ?? []
  return (
    <>
      <Section
        id="kept"
        title="Backups"
        text="Vault, users, routes and settings in one encrypted file. A copy elsewhere survives this machine: download one now and then."
        actions={
          data && (
            <>
              {restore}
              {kept.length > 0 && make}
            </>
          )
        }
      >
        <div className="grid gap-4">
          {data?.lastRestore && <LastRestore {...data.lastRestore} />}
          {work && <WorkLine key={work.id} work={work} />}
          {!data && <Waiting />}
          {data && kept.length === 0 && !busy && (
            <EmptyState
              icon={<DatabaseBackup aria-hidden />}
              title="No backup is kept yet"
              text="Make one now, download it, and keep it where this machine is not. If this disk ever fails, it brings everything back."
              action={make}
            />
          )}
          {kept.length > 0 && data && (
            <>
              <KeptTable
                kept={kept}
                acts={{
                  onVerify: (name) => open(verifyPrefix + name),
                  onDelete: (name) => open(deletePrefix + name),
                  onRestore: (name) => void navigate({ to: '/backup/restore', search: { from: name } }),
                }}
              />
              <p className="text-small text-2 [overflow-wrap:anywhere]">
                They lie in <span className="font-mono text-code">{data.directory}</span>, for the owner of this console’s data alone.
              </p>
            </>
          )}
        </div>
      </Section>
      {data && <DailyPanel daily={data.daily} hasRecoveryKey={data.hasRecoveryKey} />}
      {data && (
        <Section id="move" title="Move to a new machine" text="One path, in three steps. Nothing here changes by it until you delete it.">
          <MoveGuide onBackUp={() => open(toMove)} />
        </Section>
      )}
      {data && <Dialogs state={data} hash={hash} onClose={close} />}
    </>
  )
}

export const BackupPage = () => {
  const { role } = useSession().user
  return (
    <PageScroll label="Backup">
      {useMay('backup:run') ? (
        <Backups />
      ) : (
        <NoPermissionState
          title="Backups are not open to you"
          text={`A backup holds everything that is kept here, so it takes an administrator. Your role is ${role}.`}
        />
      )}
    </PageScroll>
  )
}
