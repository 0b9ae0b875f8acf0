/** One export in a line: its file, how far it is, and what can be done with it. */
import { CircleCheck, FileDown, X } from 'lucide-react'
import { useState } from 'react'
import type { AuditExport } from '../../../shared/contract/audit-export.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SeverityShape } from '../../ui/severity.tsx'
import { toastProblem } from '../../ui/toast.tsx'
import { exportWords, isUnfinished } from './export-words.ts'
import { cancelExport, downloadManifest } from './exports.ts'

const Sign = ({ state }: Pick<AuditExport, 'state'>) => {
  if (state === 'done') return <CircleCheck aria-hidden className="text-accent-text" />
  if (state === 'waiting' || state === 'running') return <FileDown aria-hidden className="text-2" />
  return <SeverityShape severity="medium" className="mx-0.5" />
}

export const ExportLine = ({ of: one, onPutAway }: { of: AuditExport; onPutAway?: () => void }) => {
  const [busy, setBusy] = useState(false)
  const act = async (title: string, run: () => Promise<void>) => {
    setBusy(true)
    await run().catch((error: unknown) => toastProblem({ title, text: describeProblem(error).sentence }))
    setBusy(false)
  }
  const unfinished = isUnfinished(one)
  return (
    <div data-export={one.state} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <Sign state={one.state} />
      <span className="cut max-w-full font-mono text-code">{one.fileName}</span>
      {one.state === 'running' && (
        <ProgressBar label={`Export ${one.fileName}`} done={one.rows} total={one.total === 0 ? null : one.total} className="w-40" />
      )}
      <span className="min-w-0 text-small text-2">{exportWords(one)}</span>
      <span className="ml-auto flex flex-none items-center gap-2">
        {unfinished && (
          <Button busy={busy} onClick={() => void act('The export goes on', () => cancelExport(one.id))}>
            Cancel
          </Button>
        )}
        {one.state === 'done' && (
          <Button
            look="quiet"
            busy={busy}
            title="What the file holds, signed: the file can be verified with it"
            onClick={() => void act('There is no manifest', () => downloadManifest(one.id))}
          >
            Manifest
          </Button>
        )}
        {!unfinished && onPutAway && (
          <IconButton name={`Put ${one.fileName} away`} onClick={onPutAway}>
            <X aria-hidden />
          </IconButton>
        )}
      </span>
    </div>
  )
}
