/** First step of a restore: one of the backups that are kept here, or a file. */
import { ChevronRight } from 'lucide-react'
import type { KeptBackup } from '../../../shared/contract/backup.ts'
import { FileDrop } from '../../ui/file-drop.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Timestamp } from '../../ui/timestamp.tsx'
import { kindNames, openersWords } from './backup-words.ts'
import { UploadLine } from './upload-line.tsx'
import type { Upload } from './upload.ts'

interface ChooseSourceProps {
  kept: readonly KeptBackup[]
  upload: Upload | null
  onKept: (name: string) => void
  onFile: (file: File) => void
}

const KeptChoice = ({ backup, onChoose }: { backup: KeptBackup; onChoose: () => void }) => (
  <li className="border-b border-hairline-soft last:border-0">
    <button
      type="button"
      onClick={onChoose}
      aria-label={`Restore from ${backup.name}`}
      className="flex w-full items-center gap-3 rounded-2 px-2 py-2 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <Timestamp atMs={backup.createdAtMs} look="list" />
        <span className="text-2">
          , {kindNames[backup.kind].toLowerCase()}, {backup.withLog ? 'with' : 'without'} the log
        </span>
        <span className="block text-small text-2">Opens with {openersWords(backup.opensWith)}</span>
      </span>
      <span className="text-2 tabular-nums">{formatBytes(backup.bytes)}</span>
      <ChevronRight aria-hidden className="text-2" />
    </button>
  </li>
)

export const ChooseSource = ({ kept, upload, onKept, onFile }: ChooseSourceProps) => (
  <div className="grid gap-6">
    {upload ? (
      <UploadLine upload={upload} />
    ) : (
      <FileDrop
        words="Drop a backup file here, or"
        help="It ends with .ghb. It is read in pieces, so it may be large; nothing here is changed by bringing it."
        label="A backup file"
        accept=".ghb"
        onFile={onFile}
      />
    )}
    {kept.length > 0 && !upload && (
      <section aria-labelledby="kept-here" className="grid gap-1">
        <h2 id="kept-here">Or take one that is kept here</h2>
        <ul>
          {kept.map((backup) => (
            <KeptChoice key={backup.name} backup={backup} onChoose={() => onKept(backup.name)} />
          ))}
        </ul>
      </section>
    )}
  </div>
)
