/**
 * The backup file that this window brings to the core: it goes on while one looks at another page, can be stopped and gone
 * on with, and belongs to the session that began it.
 */
import { openSessionId } from '../../api/access.ts'
import { describeProblem } from '../../api/describe-problem.ts'
import { createStore, useStore } from '../../api/store.ts'
import { withSample, type RateSample } from '../../ui/progress-rate.ts'
import type { RestoreSteps } from './restore-steps.ts'
import { FileUnreadable, sendFile, type SentPart } from './send-file.ts'

export interface Upload {
  file: File
  steps: RestoreSteps
  /** null: the core does not know of it yet. */
  part: SentPart | null
  samples: readonly RateSample[]
  state: { kind: 'running' } | { kind: 'stopped'; problem: string } | { kind: 'done'; upload: string }
  sessionId: string | null
}

const current = createStore<Upload | null>(null)
let running: AbortController | null = null

export const useUpload = (): Upload | null => {
  const upload = useStore(current)
  return upload?.sessionId === openSessionId() ? upload : null
}

const sentence = (error: unknown): string =>
  error instanceof FileUnreadable
    ? 'The file cannot be read any more. It may have been moved, changed, or its disk was taken away.'
    : describeProblem(error).sentence

const send = async (upload: Upload): Promise<void> => {
  const own = new AbortController()
  running?.abort()
  running = own
  let now: Upload = { ...upload, samples: [], state: { kind: 'running' } }
  const show = (change: Partial<Upload>) => {
    now = { ...now, ...change }
    if (running === own) current.set(now)
  }
  show({})
  try {
    const { file, steps, part } = now
    const whole = await sendFile({
      file,
      steps,
      from: part,
      signal: own.signal,
      onProgress: (reached) =>
        show({ part: reached, samples: withSample(now.samples, { atMs: performance.now(), done: reached.receivedBytes }) }),
    })
    show({ state: { kind: 'done', upload: whole.upload } })
  } catch (error) {
    show({ state: { kind: 'stopped', problem: sentence(error) } })
  }
}

/** Throws the one before away. */
export const beginUpload = (file: File, steps: RestoreSteps): void => {
  dropUpload()
  void send({ file, steps, part: null, samples: [], state: { kind: 'running' }, sessionId: openSessionId() })
}

export const continueUpload = (): void => {
  const upload = current.get()
  if (upload?.state.kind === 'stopped') void send(upload)
}

/** The core does not know it any more, as after half an hour: the file is brought anew. */
export const beginUploadAnew = (): void => {
  const upload = current.get()
  if (upload) void send({ ...upload, part: null })
}

/** Cancels it, or throws away what was brought; the core would forget it after a while by itself. */
export const dropUpload = (): void => {
  running?.abort()
  running = null
  const upload = current.get()
  current.set(null)
  if (upload?.part) void upload.steps.dropUpload({ upload: upload.part.upload }).catch(() => {})
}
