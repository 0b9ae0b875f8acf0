/** The work under way, or how it ended: what is done, how far, the time left, and the way to stop it or to take what it made. */
import { CircleCheck, DatabaseBackup, Download, X } from 'lucide-react'
import { useState } from 'react'
import type { BackupWork } from '../../../shared/contract/backup.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { endWords, isUnderWay, phaseSentence, progressWords } from './backup-words.ts'
import { cancelWork, downloadBackup, putWorkAway } from './use-backup.ts'

const Sign = ({ phase }: Pick<BackupWork, 'phase'>) => {
  if (phase === 'done') return <CircleCheck aria-hidden className="text-accent-text" />
  if (phase === 'failed') return <SeverityShape severity="high" className="mx-0.5" />
  if (phase === 'cancelled') return <SeverityShape severity="info" className="mx-0.5" />
  return <DatabaseBackup aria-hidden className="text-2" />
}

const Running = ({ work }: { work: BackupWork }) => {
  const [stopping, setStopping] = useState(false)
  return (
    <>
      <span role="status">{phaseSentence(work)}</span>
      <ProgressBar
        label={phaseSentence(work)}
        done={work.doneBytes}
        total={work.totalBytes === 0 ? null : work.totalBytes}
        className="w-40"
      />
      <p className="min-w-0 flex-1 text-small text-2">
        {progressWords(work)}
        {work.leftMs !== null && work.leftMs > 20_000 && '. You can leave this page meanwhile.'}
      </p>
      <Button
        busy={stopping}
        onClick={() => {
          setStopping(true)
          void cancelWork().finally(() => setStopping(false))
        }}
      >
        Cancel
      </Button>
    </>
  )
}

const Ended = ({ work }: { work: BackupWork }) => {
  const { id, kind, phase, failure, name } = work
  const made = kind === 'make' && phase === 'done' ? name : null
  return (
    <>
      <p role="status" className="min-w-0 flex-1">
        {endWords(work)}.{' '}
        <span className="text-2">
          {phase === 'failed' ? failure : (name ?? '')}
          {made && '. Download it, so that a copy is where this machine is not.'}
        </span>
      </p>
      <span className="flex flex-none items-center gap-2">
        {made && (
          <Button look="primary" onClick={() => void downloadBackup(made)}>
            <Download aria-hidden />
            Download
          </Button>
        )}
        <IconButton name="Put away" onClick={() => putWorkAway(id)}>
          <X aria-hidden />
        </IconButton>
      </span>
    </>
  )
}

export const WorkLine = ({ work }: { work: BackupWork }) => (
  <div
    data-work={work.phase}
    data-sev={work.phase === 'failed' ? 'high' : undefined}
    className={`flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 rounded-2 px-3 py-2 ${work.phase === 'failed' ? 'bg-sev-tint' : 'bg-surface-0'} forced-colors:border`}
  >
    <Sign phase={work.phase} />
    {isUnderWay(work) ? <Running work={work} /> : <Ended work={work} />}
  </div>
)
