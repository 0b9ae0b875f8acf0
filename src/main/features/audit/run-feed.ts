/** Tells several windows how one verification goes: each sees the newest progress when it looks, and the end. */
import type { VerifyEvent } from '../../../shared/contract/audit.ts'

export interface RunFeed {
  tell(progress: VerifyEvent): void
  /** `error`: thrown to whoever watches, after the event where there is one. */
  end(event: VerifyEvent | null, error?: unknown): void
  /** From now on until the end, or until the signal aborts. Leaving stops nothing. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<VerifyEvent>
}

export const createRunFeed = (): RunFeed => {
  let newest: VerifyEvent | null = null
  let ended: { event: VerifyEvent | null; error: Error | null } | null = null
  let changed = Promise.withResolvers<void>()
  const wake = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  return {
    tell: (progress) => {
      newest = progress
      wake()
    },
    end: (event, error) => {
      ended = {
        event,
        error: error === undefined || error instanceof Error ? (error ?? null) : new Error('The verification failed.', { cause: error }),
      }
      wake()
    },
    watch: async function* (signal) {
      let seen: VerifyEvent | null = null
      // All are woken; the others find nothing new and wait on.
      signal?.addEventListener('abort', wake, { once: true })
      try {
        while (!signal?.aborted) {
          const next = changed.promise
          if (newest !== seen) {
            seen = newest
            yield newest!
          } else if (ended) {
            if (ended.event) yield ended.event
            if (ended.error) throw ended.error
            return
          } else await next
        }
      } finally {
        signal?.removeEventListener('abort', wake)
      }
    },
  }
}
