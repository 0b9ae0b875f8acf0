// Keeps one child process running and replaces it by a new one on demand, never two at once.
import type { ChildProcess } from 'node:child_process'

export interface RestartingHost {
  /** Ends the one that runs, in order, then starts the next. Asked for again before that has started, it is the same wish. */
  restart(): void
  stop(): Promise<void>
}

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** `start` is told whether it is the first time. */
export const createRestartingHost = (start: (first: boolean) => ChildProcess): RestartingHost => {
  let child: ChildProcess | null = null
  let first = true
  let working: Promise<void> | null = null
  let stopped = false

  const endChild = async () => {
    if (!child) return
    child.kill('SIGTERM')
    await ended(child)
    child = null
  }

  const replace = async () => {
    await endChild()
    if (stopped) return
    child = start(first)
    first = false
  }

  return {
    restart: () => {
      working ??= replace().finally(() => (working = null))
    },
    stop: async () => {
      stopped = true
      await working
      await endChild()
    },
  }
}
