/** Keeps the guard's process running: adopts one that runs, starts one that does not, and starts it again when it dies. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { GuardLink, GuardListener } from './guard-link.service.ts'

/** A guard's process as the host started it. */
export interface GuardProcess {
  readonly pid: number | undefined
  /** Once, when it has ended; `problem` in plain words. */
  onExit(listener: (problem: string) => void): void
  kill(): void
}

/** Handed in by the host: headless detached, in the desktop attached to the app. */
export type StartGuardProcess = (dataDirectory: string) => GuardProcess

export interface GuardRunnerOptions {
  dataDirectory: string
  startProcess: StartGuardProcess
  /** The guard serves on when the console ends. */
  detached: boolean
  clock: Clock
  ids: Ids
  logger: Logger
  listener: GuardListener
  /** The answer of `process()` is another now. */
  onChange(): void
}

/** Made by `createGuardRunner(options)`. */
export interface GuardRunner {
  /** It shall run: found or started, and kept running. */
  start(): void
  /** It shall not run: resolves when it has ended, by force after `graceMs`. */
  stop(graceMs?: number): Promise<void>
  /** The console ends: a detached guard serves on, an attached one ends with it. */
  leave(): Promise<void>
  /** As the contract tells it. */
  process(): GuardState['process']
  link: Pick<GuardLink, 'hello' | 'sendPolicy'>
}
