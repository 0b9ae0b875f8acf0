/** One piece of work at a time: it goes on when its window is left, and how the last one ended stays to be told. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { BackupWork } from '../../../shared/contract/backup.ts'
import { GatehouseError } from '../../../shared/errors.ts'
import { asGatehouseError } from '../../database/sqlite-errors.ts'

/** What runs has of its own course. */
export interface Course {
  readonly id: string
  isStopped(): boolean
  tell(progress: { phase?: BackupWork['phase']; doneBytes?: number; totalBytes?: number | null; name?: string }): void
}

/** It was stopped before it was whole. */
export class WorkCancelled extends GatehouseError<'CONFLICT'> {
  constructor() {
    super('CONFLICT', 'It was stopped. Nothing was changed.', {})
  }
}

export const sentenceOf = (error: unknown): string => {
  const told = asGatehouseError(error)
  return told instanceof GatehouseError ? told.message : 'It failed; the technical log says why.'
}

export const createRunningWork = ({ clock, ids, logger }: { clock: Clock; ids: Ids; logger: Logger }) => {
  let work: BackupWork | null = null
  let startedMs = 0
  let stopped = false
  let done: Promise<unknown> = Promise.resolve()

  const isUnderWay = () => work !== null && !['done', 'failed', 'cancelled'].includes(work.phase)

  const leftMsOf = ({ doneBytes, totalBytes }: BackupWork): number | null => {
    if (totalBytes === null || doneBytes === 0) return null
    return Math.max(0, Math.round(((clock.monotonic() - startedMs) / doneBytes) * (totalBytes - doneBytes)))
  }

  /** Throws BUSY where another is under way. The promise ends as `run` does; the work tells how it went. */
  const begin = <T>(kind: BackupWork['kind'], run: (course: Course) => Promise<T>): { id: string; result: Promise<T> } => {
    if (isUnderWay()) throw new GatehouseError('BUSY', 'Another backup is being made, checked or restored. Wait for it, or stop it.', {})
    const id = ids.next()
    const own: BackupWork = {
      id,
      kind,
      phase: kind === 'make' ? 'snapshot' : 'read',
      doneBytes: 0,
      totalBytes: null,
      startedAtMs: clock.now(),
      leftMs: null,
      failure: null,
      name: null,
    }
    work = own
    startedMs = clock.monotonic()
    stopped = false
    const course: Course = {
      id,
      isStopped: () => stopped,
      tell: (progress) => void Object.assign(own, progress),
    }
    const result = run(course).then(
      (value) => {
        own.phase = 'done'
        return value
      },
      (error: unknown) => {
        own.phase = error instanceof WorkCancelled ? 'cancelled' : 'failed'
        if (own.phase === 'failed') own.failure = sentenceOf(error)
        if (own.phase === 'failed' && !(asGatehouseError(error) instanceof GatehouseError))
          logger.error({ err: error, kind }, 'work on a backup failed')
        throw asGatehouseError(error)
      },
    )
    done = result.catch(() => {})
    return { id, result }
  }

  return {
    begin,
    now: (): BackupWork | null => work && { ...work, leftMs: isUnderWay() ? leftMsOf(work) : null },
    isUnderWay,
    /** Resolves once it has ended. */
    stop: async (): Promise<void> => {
      stopped = true
      await done
    },
  }
}
export type RunningWork = ReturnType<typeof createRunningWork>
