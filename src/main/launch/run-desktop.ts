// Runs the desktop app as a child and tells whether its window came, and if not, what it last said.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { systemClock } from '../../ports/clock.ts'
import type { Clock } from '../../ports/clock.ts'

/** Printed by the desktop host (src/main/electron/launcher-signs.ts) once its window is there; it also comes as the message `{ kind: 'ready' }`. */
export const readyLine = 'Gatehouse window: ready'

/** Exit codes with which the desktop host has said itself what is the matter, and what the launcher ends with: another host would meet the same. */
const saidItself: Record<number, number> = { 0: 0, 2: 2, 3: 1, 4: 0 }

export type DesktopRun =
  /** The window was there, or the app ended by its own will: its exit code is ours. */
  { kind: 'ended'; exitCode: number } | { kind: 'failed'; reason: string }

export interface DesktopOptions {
  command: string
  args: string[]
  environment: NodeJS.ProcessEnv
  clock?: Clock
  readyWithinMs?: number
  killAfterMs?: number
  write: (stream: 'stdout' | 'stderr', line: string) => void
  /** Passes signals on to the child; the answer ends that. */
  onSignals: (pass: (signal: NodeJS.Signals) => void) => () => void
}

const linesOf = (stream: Readable, heard: (line: string) => void) => createInterface({ input: stream }).on('line', heard)

/** With this variable set, Electron would be a plain Node. */
const withoutNodeMode = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...environment, ELECTRON_RUN_AS_NODE: undefined })

export const runDesktop = ({
  command,
  args,
  environment,
  clock = systemClock,
  readyWithinMs = 15_000,
  killAfterMs = 5000,
  write,
  onSignals,
}: DesktopOptions): Promise<DesktopRun> =>
  new Promise((resolve) => {
    const child: ChildProcess = spawn(command, args, { env: withoutNodeMode(environment), stdio: ['inherit', 'pipe', 'pipe', 'ipc'] })
    let ready = false
    let lastLine = ''
    let asked = false
    let tooLate = false
    const cancels: (() => void)[] = [
      onSignals((signal) => {
        asked = true
        child.kill(signal)
      }),
    ]
    const isReady = () => {
      ready = true
      cancelWait()
    }
    const cancelWait = clock.after(readyWithinMs, () => {
      tooLate = true
      child.kill('SIGTERM')
      cancels.push(clock.after(killAfterMs, () => child.kill('SIGKILL')))
    })
    cancels.push(cancelWait)

    const hear = (stream: 'stdout' | 'stderr') => (line: string) => {
      if (line === readyLine) return isReady()
      // Before the window is there only the last line matters, and only if it fails: Chromium talks much.
      if (ready) write(stream, line)
      else if (line.trim() !== '') lastLine = line.trim()
    }
    linesOf(child.stdout!, hear('stdout'))
    linesOf(child.stderr!, hear('stderr'))
    child.on('message', (message) => {
      if ((message as { kind?: string }).kind === 'ready') isReady()
    })

    const finish = (run: DesktopRun) => {
      for (const cancel of cancels) cancel()
      resolve(run)
    }
    child.on('error', (error) => finish({ kind: 'failed', reason: error.message }))
    child.on('close', (code, signal) => {
      const exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
      if (ready || asked) return finish({ kind: 'ended', exitCode })
      if (tooLate) return finish({ kind: 'failed', reason: `no window within ${readyWithinMs / 1000} s; ${lastLine || 'it said nothing'}` })
      if (exitCode in saidItself) {
        if (lastLine) write('stderr', lastLine)
        return finish({ kind: 'ended', exitCode: saidItself[exitCode]! })
      }
      finish({ kind: 'failed', reason: lastLine || `it ended with code ${exitCode}` })
    })
  })
