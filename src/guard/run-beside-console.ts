/** The guard of a data directory, until it is told to stop by its console, a signal or, where it is attached, the end of the console. */
import type { Readable } from 'node:stream'
import { systemClock } from '../ports/clock.ts'
import { createIds } from '../ports/ids.ts'
import { createLogger } from '../ports/logger.ts'
import { GuardRuns } from './console-door.ts'
import { exitCodes } from './exit-codes.ts'
import { startGuardProcess } from './guard-process.ts'

const signalGraceMs = 10_000

/** `attachedTo`: ends when this does. */
export const runBesideConsole = async (dataDirectory: string, logLevel: string, attachedTo: Readable | null): Promise<void> => {
  process.umask(0o077)
  const clock = systemClock
  const logger = createLogger(logLevel)
  try {
    const guard = await startGuardProcess({
      dataDirectory,
      clock,
      ids: createIds(clock),
      logger,
      pid: process.pid,
      memoryBytes: () => process.memoryUsage.rss(),
      cpuSeconds: () => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1e6
      },
      onStopped: () => process.exit(exitCodes.ended),
    })
    const stop = () => void guard.stop(signalGraceMs)
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    // A terminal that was closed is not the console's end.
    process.on('SIGHUP', () => {})
    attachedTo?.on('end', stop).on('close', stop).on('error', stop).resume()
  } catch (error) {
    if (error instanceof GuardRuns) {
      logger.warn({}, error.message)
      process.exit(exitCodes.runsAlready)
    }
    logger.error({ err: error }, 'the guard could not start')
    process.exit(exitCodes.failed)
  }
}
