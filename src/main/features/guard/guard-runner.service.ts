/** Keeps the guard's process running: adopts one that runs, starts one that does not, and starts it again when it dies. */
import type { Clock } from '../../../ports/clock.ts'
import type { Ids } from '../../../ports/ids.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { GuardState } from '../../../shared/contract/guard.ts'
import type { GuardLink, GuardListener } from './guard-link.service.ts'
import { createGuardLink } from './guard-link.service.ts'
import type { GuardProcess, StartGuardProcess } from './spawn-guard.ts'

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
  /** A guard tells how it is every second: silent at four such looks in a row, it hangs and is ended. */
  lookEveryMs?: number
}

export interface GuardRunner {
  /** It shall run: found or started, and kept running. */
  start(): void
  /** It shall not run: resolves when it has ended, by force where it is ours and does not end by itself. */
  stop(graceMs?: number): Promise<void>
  /** The console ends: a detached guard serves on, an attached one ends with it. */
  leave(): Promise<void>
  /** As the contract tells it. */
  process(): GuardState['process']
  link: Pick<GuardLink, 'hello' | 'liftPenalty' | 'sendPolicy' | 'tryRequest' | 'judgeToken' | 'tryTelemetry'>
}

const usualGraceMs = 10_000
const askEveryMs = 100
/** Beyond the time it is given to end by itself. */
const forceAfterMs = 3_000
const firstWaitMs = 250
const longestWaitMs = 30_000
/** A guard that served so long was well: its next death is a first one. */
const wellAfterMs = 10_000
const startWithinMs = 15_000
const usualLookEveryMs = 5_000
/** Looks and not time: a machine that slept has heard nothing for hours, and nothing is wrong. */
const hangsAfterLooks = 4

export const createGuardRunner = (options: GuardRunnerOptions): GuardRunner => {
  const { dataDirectory, clock, logger, listener, lookEveryMs = usualLookEveryMs } = options
  let state: GuardState['process'] = { kind: 'off' }
  let wanted = false
  let child: GuardProcess | null = null
  let exited: string | null = null
  let failures = 0
  let connectedAtMs = 0
  let cancelRetry = () => {}
  let silentLooks = 0
  let cancelLook = () => {}
  const onGone: (() => void)[] = []
  /** Makes what a former start still waits for void. */
  let attempt = 0

  const become = (next: GuardState['process']) => {
    state = next
    options.onChange()
  }
  const retry = (problem: string, own: number) => {
    if (!wanted || own !== attempt) return
    failures += 1
    const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 10))
    const sinceMs = state.kind === 'away' ? state.sinceMs : clock.now()
    become({ kind: 'away', sinceMs, problem, nextTryAtMs: clock.now() + waitMs })
    cancelRetry = clock.after(waitMs, () => void tryToRun())
  }

  const lookAfter = (pid: number): void => {
    cancelLook()
    silentLooks = 0
    const look = () => {
      silentLooks += 1
      if (silentLooks > hangsAfterLooks) {
        logger.error({ pid }, 'the guard hangs and is ended')
        try {
          // Its socket is open: the number is still its own.
          process.kill(pid, 'SIGKILL')
        } catch {
          // It was gone in the meantime.
        }
        return
      }
      cancelLook = clock.after(lookEveryMs, look)
    }
    cancelLook = clock.after(lookEveryMs, look)
  }

  const link = createGuardLink({
    ...options,
    listener: {
      ...listener,
      onApplied: (applied) => listener.onApplied(applied),
      onState: (report) => {
        silentLooks = 0
        listener.onState(report)
      },
      onBatch: (batch) => listener.onBatch(batch),
      onHello: (hello) => {
        connectedAtMs = clock.monotonic()
        lookAfter(hello.pid)
        become({ kind: 'running', pid: hello.pid, sinceMs: hello.startedAtMs })
        listener.onHello(hello)
      },
      onGone: (problem) => {
        cancelLook()
        for (const told of onGone.splice(0)) told()
        if (clock.monotonic() - connectedAtMs >= wellAfterMs) failures = 0
        listener.onGone(problem)
        retry(`The guard is gone: ${exited ?? problem}.`, attempt)
      },
    },
  })

  const spawn = (): void => {
    exited = null
    const made = options.startProcess(dataDirectory)
    child = made
    made.onExit((problem) => {
      if (child !== made) return
      child = null
      exited = problem
    })
  }
  const tryToRun = async (): Promise<void> => {
    const own = ++attempt
    cancelRetry()
    try {
      await link.connect()
      return
    } catch (error) {
      // None is there, or none that has the token: then the new one will say that the place is taken.
      logger.debug({ err: error }, 'no guard answers')
    }
    if (!wanted || own !== attempt) return
    if (state.kind !== 'away') become({ kind: 'starting' })
    try {
      if (!child) spawn()
      const untilMs = clock.monotonic() + startWithinMs
      let problem = 'it gives no answer'
      while (wanted && own === attempt) {
        await clock.sleep(askEveryMs)
        try {
          await link.connect()
          return
        } catch (error) {
          problem = (error as Error).message
        }
        if (exited !== null || clock.monotonic() > untilMs) return retry(`The guard did not start: ${exited ?? problem}.`, own)
      }
    } catch (error) {
      retry(`The guard could not be started: ${(error as Error).message}.`, own)
    }
  }

  const ended = (graceMs: number): Promise<void> =>
    new Promise((resolve) => {
      const own = child
      const done = () => {
        cancel()
        resolve()
      }
      const cancel = clock.after(graceMs + forceAfterMs, () => {
        own?.kill()
        resolve()
      })
      // The socket closes when all is over, a moment before the process does.
      onGone.push(() => (own ? own.onExit(done) : done()))
    })

  return {
    start: () => {
      if (wanted) return
      wanted = true
      failures = 0
      become({ kind: 'starting' })
      void tryToRun()
    },
    stop: async (graceMs = usualGraceMs) => {
      wanted = false
      attempt += 1
      cancelRetry()
      // One that served before this console did is ended too.
      if (!link.hello()) await link.connect().catch(() => {})
      const gone = link.hello() ? ended(graceMs) : null
      if (link.sendStop(graceMs)) await gone
      else child?.kill()
      become({ kind: 'off' })
    },
    leave: async () => {
      wanted = false
      attempt += 1
      cancelRetry()
      if (!options.detached && link.hello()) {
        const gone = ended(usualGraceMs)
        link.sendStop(usualGraceMs)
        await gone
      } else if (!options.detached) child?.kill()
      cancelLook()
      await link.close()
    },
    process: () => state,
    link,
  }
}
