/** Makes a report of the shown period: the log is verified first, then the file comes. */
import { useState } from 'react'
import type { reportFormats } from '../../../shared/contract/audit-figures.ts'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Problem } from '../../ui/problem.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Segments } from '../../ui/segments.tsx'
import { spanWords } from '../../ui/span-words.ts'
import { useOneRun } from '../../ui/use-one-run.ts'
import { percentOf } from '../../ui/progress-rate.ts'

type Format = (typeof reportFormats)[number]
const formats = [
  { value: 'html', label: 'HTML' },
  { value: 'csv', label: 'CSV' },
] as const
const texts: Record<Format, string> = {
  html: 'One page that needs nothing else, for reading and for printing to PDF.',
  csv: 'The same figures as a table.',
}

type State =
  | { kind: 'asking'; problem: Problem | null }
  | { kind: 'verifying'; checked: number; total: number }
  | { kind: 'done'; fileName: string; bytes: number }

interface ReportDialogProps {
  open: boolean
  onClose: () => void
  period: { fromMs: number; toMs: number }
}

export const ReportDialog = ({ open, onClose, period }: ReportDialogProps) => {
  const [format, setFormat] = useState<Format>('html')
  const [state, setState] = useState<State>({ kind: 'asking', problem: null })
  const { begin, breakOff } = useOneRun()
  const reset = () => {
    breakOff()
    setState({ kind: 'asking', problem: null })
  }
  const close = () => {
    reset()
    onClose()
  }
  const make = async () => {
    const { signal, isCurrent } = begin()
    setState({ kind: 'verifying', checked: 0, total: 0 })
    try {
      for await (const event of await client.audit.report({ ...period, format }, { signal })) {
        if (!isCurrent()) return
        if (event.kind === 'progress') setState({ kind: 'verifying', checked: event.checked, total: event.total })
        else {
          startDownload(event.url)
          setState({ kind: 'done', fileName: event.fileName, bytes: event.bytes })
        }
      }
    } catch (error) {
      if (isCurrent()) setState({ kind: 'asking', problem: describeProblem(error) })
    }
  }
  const feet = {
    asking: (
      <>
        <Button tall onClick={close}>
          Close
        </Button>
        <Button tall look="primary" onClick={() => void make()}>
          Make the report
        </Button>
      </>
    ),
    verifying: (
      <Button tall onClick={reset}>
        Cancel
      </Button>
    ),
    done: (
      <Button tall look="primary" onClick={close}>
        Close
      </Button>
    ),
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Make a report"
      text={`Of ${spanWords(period.fromMs, period.toMs)}. It begins and ends with whether the log is intact, so the whole log is verified first; that is entered into the log.`}
      foot={feet[state.kind]}
    >
      {state.kind === 'asking' && (
        <div className="grid gap-3">
          <div className="flex items-center justify-between gap-4">
            <span>Form</span>
            <Segments<Format> label="Form" value={format} options={formats} onChange={setFormat} />
          </div>
          <p className="text-small text-2">{texts[format]}</p>
          {state.problem && (
            <Notice severity="high" alert>
              {state.problem.sentence}
            </Notice>
          )}
        </div>
      )}
      {state.kind === 'verifying' && (
        <div className="grid gap-2">
          <p role="status">Verifying the log</p>
          <ProgressBar label="Verification of the log" done={state.checked} total={state.total === 0 ? null : state.total} />
          <p className="text-small text-2">
            {state.total > 0 && `${percentOf(state.checked, state.total)} %, ${formatCount(state.checked)} of ${formatCount(state.total)}`}
          </p>
        </div>
      )}
      {state.kind === 'done' && (
        <p role="status">
          <span className="font-mono text-code">{state.fileName}</span> is being downloaded, {formatBytes(state.bytes)}.
        </p>
      )}
    </Dialog>
  )
}
