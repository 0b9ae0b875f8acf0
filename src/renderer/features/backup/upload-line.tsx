/** How far a backup file has come to the console, and what can be done about it. */
import { formatBytes } from '../../ui/format.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { rateOf, timeLeftMs } from '../../ui/progress-rate.ts'
import { progressWords } from './backup-words.ts'
import { beginUploadAnew, continueUpload, dropUpload, type Upload } from './upload.ts'

export const UploadLine = ({ upload: { file, part, samples, state } }: { upload: Upload }) => {
  const done = part?.receivedBytes ?? 0
  const leftMs = timeLeftMs(done, file.size, rateOf(samples))
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-2 bg-surface-0 px-3 py-2 forced-colors:border">
        <span className="cut max-w-full font-mono text-code">{file.name}</span>
        <ProgressBar label={`Bringing ${file.name}`} done={done} total={file.size} className="w-40" />
        <span className="min-w-0 text-small text-2">{progressWords({ doneBytes: done, totalBytes: file.size, leftMs })}</span>
        <span className="ml-auto flex flex-none gap-2">
          {state.kind === 'stopped' && <Button onClick={continueUpload}>Go on</Button>}
          {state.kind === 'stopped' && done > 0 && (
            <Button look="quiet" onClick={beginUploadAnew}>
              Begin anew
            </Button>
          )}
          <Button look={state.kind === 'stopped' ? 'quiet' : 'plain'} onClick={dropUpload}>
            Cancel
          </Button>
        </span>
      </div>
      <p role="status" className="sr-only">
        {state.kind === 'running' ? `Bringing ${file.name}, ${formatBytes(file.size)}` : ''}
      </p>
      {state.kind === 'stopped' && (
        <Notice severity="high" alert>
          <p>{state.problem}</p>
        </Notice>
      )}
    </div>
  )
}
