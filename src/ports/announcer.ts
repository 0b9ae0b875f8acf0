/** Tells of changes at once, and then at most once a second, the last one always. */
import type { Clock } from './clock.ts'

const restMs = 1_000

export const createAnnouncer = (clock: Clock, publish: () => void) => {
  let cancel: (() => void) | null = null
  let again = false
  let stopped = false
  const tell = () => {
    if (stopped) return
    if (cancel) {
      again = true
      return
    }
    publish()
    cancel = clock.after(restMs, () => {
      cancel = null
      if (!again) return
      again = false
      tell()
    })
  }
  return {
    tell,
    stop: () => {
      stopped = true
      cancel?.()
    },
  }
}
