/** Tells the core that a person is here: upon real input only, and at most twice a minute. */
import { client } from './client.ts'

const intervalMs = 30_000
const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Starts; the answer stops. */
export const trackInput = (): (() => void) => {
  let lastMs = -Infinity
  const note = (event: Event) => {
    if (!event.isTrusted || performance.now() - lastMs < intervalMs) return
    lastMs = performance.now()
    // Nothing is lost where it fails: the next input tells it again.
    client.access.noteInput().catch(() => (lastMs = -Infinity))
  }
  for (const name of inputs) window.addEventListener(name, note, { capture: true, passive: true })
  return () => {
    for (const name of inputs) window.removeEventListener(name, note, { capture: true })
  }
}
