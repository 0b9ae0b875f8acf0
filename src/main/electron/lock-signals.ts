// Locks every session when the screen is locked or the machine goes to sleep.
import type { PowerMonitor } from 'electron'
import type { Logger } from '../../ports/logger.ts'
import type { GatehouseConsole } from '../console/console.ts'
import { watchLogind } from '../console/logind-lock.ts'

export interface LockSignalOptions {
  powerMonitor: Pick<PowerMonitor, 'on'>
  console: Pick<GatehouseConsole, 'lockAll'>
  environment: NodeJS.ProcessEnv
  logger: Logger
}

/** The answer ends what runs beside the app. */
export const watchLockSignals = ({ powerMonitor, console: core, environment, logger }: LockSignalOptions): (() => void) => {
  const lock = (why: 'screen' | 'suspend') => {
    core.lockAll(why).catch((error: unknown) => logger.error({ err: error }, 'Sessions could not be locked'))
  }
  // On macOS and Windows; on Linux logind tells.
  powerMonitor.on('lock-screen', () => lock('screen'))
  powerMonitor.on('suspend', () => lock('suspend'))
  return watchLogind(environment, lock)
}
