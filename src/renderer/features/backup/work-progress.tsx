/** How far the core has come with what this window waits for; without figures it only says that it goes on. */
import type { BackupWork } from '../../../shared/contract/backup.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { progressWords } from './backup-words.ts'

export const WorkProgress = ({ words, work }: { words: string; work: BackupWork | null }) => (
  <div className="grid gap-1">
    <span role="status">{words}</span>
    <ProgressBar label={words} done={work?.doneBytes ?? 0} total={work?.totalBytes || null} />
    <span className="min-h-4 text-small text-2 tabular-nums">{work && progressWords(work)}</span>
  </div>
)
