/** Records what the console is busy with, or what holds its memory, as a file for the usual viewers. */
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { startDownload } from '../../api/download.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatBytes, formatDuration } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { useNowMs } from '../../ui/now.ts'
import type { Problem } from '../../ui/problem.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useOneRun } from '../../ui/use-one-run.ts'

type Kind = 'cpu' | 'heap'
const kinds = [
  { value: 'cpu', label: 'CPU' },
  { value: 'heap', label: 'Heap' },
] as const
const lengths = [
  { value: '5', label: '5 s' },
  { value: '10', label: '10 s' },
  { value: '30', label: '30 s' },
  { value: '60', label: '1 min' },
] as const

type State =
  | { kind: 'asking'; problem: Problem | null }
  | { kind: 'recording'; startedAtMs: number; seconds: number }
  | { kind: 'done'; url: string; fileName: string; bytes: number }

const Recording = ({ startedAtMs, seconds }: { startedAtMs: number; seconds: number }) => {
  const goneMs = Math.min(seconds * 1000, Math.max(0, useNowMs() - startedAtMs))
  const leftMs = seconds * 1000 - goneMs
  return (
    <div className="grid gap-2" role="status">
      <p className="text-2">Recording. {leftMs >= 1000 ? `${formatDuration(leftMs)} left.` : 'Writing the file.'}</p>
      <ProgressBar label="Recording of the profile" done={goneMs} total={seconds * 1000} />
    </div>
  )
}

export const ProfileDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const [kind, setKind] = useState<Kind>('cpu')
  const [seconds, setSeconds] = useState<(typeof lengths)[number]['value']>('10')
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
  const record = async () => {
    const { signal, isCurrent } = begin()
    setState({ kind: 'recording', startedAtMs: Date.now(), seconds: Number(seconds) })
    try {
      const file = await client.monitoring.profile({ kind, seconds: Number(seconds) }, { signal })
      if (isCurrent()) setState({ kind: 'done', ...file })
    } catch (error) {
      if (isCurrent()) setState({ kind: 'asking', problem: describeProblem(error) })
    }
  }
  const download = (url: string) => {
    startDownload(url)
    close()
  }
  const foot = {
    asking: (
      <>
        <Button tall onClick={close}>
          Cancel
        </Button>
        <Button tall look="primary" onClick={() => void record()}>
          Record
        </Button>
      </>
    ),
    recording: (
      <Button tall onClick={reset}>
        Cancel the recording
      </Button>
    ),
    done: state.kind === 'done' && (
      <>
        <Button tall onClick={close}>
          Close
        </Button>
        <Button tall look="primary" onClick={() => download(state.url)}>
          Download {formatBytes(state.bytes)}
        </Button>
      </>
    ),
  }[state.kind]
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Record a profile of the console"
      text="The console goes on working, a little slower. That a profile was recorded is entered into the audit log."
      foot={foot}
    >
      {state.kind === 'asking' && (
        <div className="grid gap-4">
          <div className="flex items-center justify-between">
            <span>What</span>
            <Segments<Kind> label="What is recorded" value={kind} options={kinds} onChange={setKind} />
          </div>
          <div className="flex items-center justify-between">
            <span>For how long</span>
            <Segments label="For how long" value={seconds} options={lengths} onChange={setSeconds} />
          </div>
          <p className="text-small text-2">
            {kind === 'cpu'
              ? 'Which functions the processor time goes into. Opens in the performance panel of a browser or editor.'
              : 'Which functions take memory, by samples: sizes and names, none of the contents.'}
          </p>
          {state.problem && <Notice severity="high">{state.problem.sentence}</Notice>}
        </div>
      )}
      {state.kind === 'recording' && <Recording startedAtMs={state.startedAtMs} seconds={state.seconds} />}
      {state.kind === 'done' && (
        <p role="status">
          <span className="font-mono text-code">{state.fileName}</span> is ready. The link works once, within a minute.
        </p>
      )}
    </Dialog>
  )
}
