/** Starts the guard as a process of Node: detached, so that it outlives the console, or attached, so that it ends with it. */
import { spawn } from 'node:child_process'
import { closeSync, fchmodSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '../../../ports/child-environment.ts'

/** A guard's process as the host started it. */
export interface GuardProcess {
  readonly pid: number | undefined
  /** Called once when it has ended, at once where it has already; `problem` in plain words. */
  onExit(listener: (problem: string) => void): void
  kill(): void
}

/** Handed in by the host: headless detached, in the desktop attached to the app. */
export type StartGuardProcess = (dataDirectory: string) => GuardProcess

const mostLogBytes = 10 * 1024 * 1024

const openLog = (dataDirectory: string): number => {
  const file = join(dataDirectory, 'guard.log')
  try {
    if (statSync(file).size > mostLogBytes) renameSync(file, `${file}.1`)
  } catch {
    // There is none yet.
  }
  const descriptor = openSync(file, 'a', 0o600)
  fchmodSync(descriptor, 0o600)
  return descriptor
}

const wordsOf = (code: number | null, signal: string | null): string =>
  signal === null ? `it ended with code ${code ?? '?'}, see guard.log` : `it was ended by ${signal}`

export const spawnGuard =
  (options: { program: string; detached: boolean; environment: NodeJS.ProcessEnv; executable?: string }): StartGuardProcess =>
  (dataDirectory) => {
    const { program, detached, environment, executable = process.execPath } = options
    const log = openLog(dataDirectory)
    const child = spawn(executable, [program, '--data-dir', dataDirectory, ...(detached ? [] : ['--attached'])], {
      detached,
      // Attached: the guard ends when this pipe does, however the console ended.
      stdio: [detached ? 'ignore' : 'pipe', 'ignore', log],
      env: childEnvironment(environment),
      windowsHide: true,
    })
    closeSync(log)
    if (detached) child.unref()
    let problem: string | null = null
    const listeners: ((problem: string) => void)[] = []
    const ended = (words: string) => {
      if (problem !== null) return
      problem = words
      for (const listener of listeners) listener(words)
    }
    child.on('error', (error) => ended(error.message))
    child.on('exit', (code, signal) => ended(wordsOf(code, signal)))
    child.stdin?.on('error', () => {})
    return {
      pid: child.pid,
      onExit: (listener) => (problem === null ? void listeners.push(listener) : listener(problem)),
      kill: () => void child.kill('SIGKILL'),
    }
  }
