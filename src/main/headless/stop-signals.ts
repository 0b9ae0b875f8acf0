// Turns the signals that end a program into one orderly stop, and a second wish into an end at once.
import type { Clock } from '../../ports/clock.ts'

/**
 * Ctrl-C in a terminal reaches every process of the group, and launchers and npm pass on what reached them too: what comes
 * within this time after the first is the same wish.
 */
const sameWishMs = 1000

export interface SignalSource {
  on(event: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'disconnect', listener: () => void): unknown
}

export interface StopOptions {
  source: SignalSource
  clock: Clock
  stop: () => Promise<void>
  /** Leaves the process. */
  end: (exitCode: number) => void
  onStopping?: () => void
  onFailure?: (error: unknown) => void
}

export const stopOnSignals = ({ source, clock, stop, end, onStopping, onFailure }: StopOptions): void => {
  let firstAtMs: number | null = null
  const wish = (exitCodeAtOnce: number) => () => {
    const nowMs = clock.monotonic()
    if (firstAtMs !== null) {
      if (nowMs - firstAtMs >= sameWishMs) end(exitCodeAtOnce)
      return
    }
    firstAtMs = nowMs
    onStopping?.()
    stop().then(
      () => end(0),
      (error: unknown) => {
        onFailure?.(error)
        end(1)
      },
    )
  }
  source.on('SIGINT', wish(130))
  source.on('SIGTERM', wish(143))
  source.on('SIGHUP', wish(129))
  // The launcher that started us is gone.
  source.on('disconnect', wish(1))
}
