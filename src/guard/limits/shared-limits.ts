/**
 * Limits that are counted in a file: opened when a policy wants it, told when it cannot be used, and tried again meanwhile.
 * Its time goes on over restarts: each guard counts by its own monotonic clock, from where the file says the last one was,
 * so that a clock that is set while guards run changes nothing.
 */
import { rmSync, statSync } from 'node:fs'
import type { Clock } from '../../ports/clock.ts'
import type { Logger } from '../../ports/logger.ts'
import type { Limit } from '../../shared/policy.ts'
import { claimFile, NotOurs } from './claim-file.ts'
import type { ClaimedFile } from './claim-file.ts'
import type { KeyedWindows } from './keyed-windows.ts'
import type { LimitFile } from './limit-file.store.ts'
import { limitFileId, loadSqlite, openLimitFile } from './limit-file.store.ts'

export interface SharedLimitsOptions {
  path: string
  clock: Clock
  logger: Logger
  /** Once when it cannot be used any more, with why, and once when it can again (null). */
  onProblem(problem: string | null): void
}

export interface SharedLimits {
  /** From now on it is used, if it can be. Never rejects. */
  use(limits: readonly Limit[]): Promise<void>
  /** It is used no more. */
  leave(): void
  windowsOf(limit: Limit): KeyedWindows
  /** `work` is one decision at a time of the file's own. Null: the file cannot be used now. */
  decide<T>(work: (nowMs: number) => T): T | null
  /** Looks without deciding. */
  look<T>(work: (nowMs: number) => T): T | null
  /** Why it cannot be used; null: it can, or nobody wants to. */
  problem(): string | null
}

const tidyEveryMs = 1_000
const firstRetryMs = 1_000
const longestRetryMs = 30_000

const wordsOf = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (error instanceof NotOurs) return message
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'another program holds its file'
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC' || code === 'SQLITE_IOERR_WRITE') return 'the disk or its file is full'
  if (isDamage(error)) return 'its file is damaged'
  if (['EACCES', 'EPERM', 'EROFS', 'ELOOP'].includes(code) || /^SQLITE_(?:READONLY|CANTOPEN|PERM)/.test(code))
    return 'its file cannot be written'
  return message
}
const isDamage = (error: unknown): boolean => /^SQLITE_(?:CORRUPT|NOTADB)/.test((error as NodeJS.ErrnoException).code ?? '')

export const createSharedLimits = ({ path, clock, logger, onProblem }: SharedLimitsOptions): SharedLimits => {
  let Database: Parameters<typeof openLimitFile>[0] | null = null
  let wanted: readonly Limit[] | null = null
  let file: (LimitFile & Pick<ClaimedFile, 'inode'>) | null = null
  let problem: string | null = null
  let offsetMs: number | null = null
  let retryMs = firstRetryMs
  let cancelNext = () => {}

  const sharedMs = () => clock.monotonic() + (offsetMs ?? 0)
  /** Never back, so that what one guard counted does not lie in another's future for long. */
  const keepUpWith = (others: number) => {
    if (others > sharedMs()) offsetMs = others - clock.monotonic()
  }
  const close = () => {
    try {
      file?.close()
    } catch (error) {
      logger.warn({ err: error }, 'the file of the limits was not closed in order')
    }
    file = null
  }
  const fail = (error: unknown) => {
    const isOurs = file !== null || hasMark()
    close()
    // What counted in it is lost; the next one begins anew.
    if (isDamage(error) && isOurs) for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    const words = wordsOf(error)
    if (problem === null) {
      logger.error({ err: error }, 'the limits cannot be counted in their file')
      onProblem(words)
    }
    problem = words
  }
  const hasMark = (): boolean => {
    try {
      return claimFile(path, limitFileId).isMarked
    } catch {
      return false
    }
  }
  const open = () => {
    if (!Database || !wanted) return
    try {
      const { inode } = claimFile(path, limitFileId)
      const opened = openLimitFile(Database, path)
      file = { ...opened, inode }
      opened.prepare(wanted)
      const known = opened.time()
      offsetMs ??= 1 - clock.monotonic()
      // While no guard ran, only the clock on the wall tells how long; one that was set back tells that it was no time at all.
      if (known) keepUpWith(known.sharedMs + Math.max(0, clock.now() - known.utcMs))
      retryMs = firstRetryMs
      if (problem !== null) onProblem(null)
      problem = null
    } catch (error) {
      fail(error)
    }
  }
  const tidy = () => {
    if (!file) return open()
    try {
      // One that was deleted or put in its place is where the others count.
      if (process.platform !== 'win32' && statSync(path, { throwIfNoEntry: false })?.ino !== file.inode) {
        close()
        return open()
      }
      keepUpWith(file.time()?.sharedMs ?? 0)
      file.tidy({ sharedMs: sharedMs(), utcMs: clock.now() })
    } catch (error) {
      fail(error)
    }
  }
  const plan = () => {
    cancelNext()
    const waitMs = file ? tidyEveryMs : retryMs
    if (!file) retryMs = Math.min(longestRetryMs, 2 * retryMs)
    cancelNext = clock.after(waitMs, () => {
      tidy()
      plan()
    })
  }
  const attempt = <T>(work: (opened: LimitFile) => T): T | null => {
    if (!file) return null
    try {
      return work(file)
    } catch (error) {
      fail(error)
      plan()
      return null
    }
  }
  const opened = (): LimitFile => {
    if (!file) throw new Error('the file of the limits is not open')
    return file
  }

  return {
    use: async (limits) => {
      try {
        Database ??= await loadSqlite()
      } catch (error) {
        return fail(error)
      }
      wanted = limits
      if (file) attempt((one) => one.prepare(limits))
      else open()
      plan()
    },
    leave: () => {
      wanted = null
      cancelNext()
      if (file) attempt((one) => one.tidy({ sharedMs: sharedMs(), utcMs: clock.now() }))
      cancelNext()
      close()
      if (problem !== null) onProblem(null)
      problem = null
    },
    windowsOf: (limit) => ({
      of: (key) => opened().window(limit, key),
      inUse: (nowMs) => opened().inUse(limit, nowMs),
    }),
    decide: (work) => attempt((one) => one.decide(() => work(sharedMs()))),
    look: (work) => attempt(() => work(sharedMs())),
    problem: () => problem,
  }
}
