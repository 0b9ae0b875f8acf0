/** Starts the guard as a utility process of the app: Electron runs as nothing but itself here, and ends it with the app. */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import type { UtilityProcess, utilityProcess } from 'electron'
import { childEnvironment } from '../../ports/child-environment.ts'
import type { ConsoleOptions } from '../console/console.ts'

export interface ForkGuardOptions {
  utilityProcess: Pick<typeof utilityProcess, 'fork'>
  program: string
  environment: NodeJS.ProcessEnv
}

export const forkGuard =
  ({ utilityProcess: { fork }, program, environment }: ForkGuardOptions): NonNullable<ConsoleOptions['startGuard']> =>
  (dataDirectory) => {
    const child: UtilityProcess = fork(program, ['--data-dir', dataDirectory], {
      env: childEnvironment(environment),
      stdio: ['ignore', 'ignore', 'pipe'],
      serviceName: 'Gatehouse guard',
    })
    const log = createWriteStream(join(dataDirectory, 'guard.log'), { flags: 'a', mode: 0o600 })
    // A full disk must not end the app.
    log.on('error', () => {})
    child.stderr?.pipe(log)
    let problem: string | null = null
    const listeners: ((problem: string) => void)[] = []
    child.once('exit', (code) => {
      problem = `it ended with code ${code}, see guard.log`
      for (const listener of listeners) listener(problem)
    })
    return {
      pid: child.pid,
      onExit: (listener) => (problem === null ? void listeners.push(listener) : listener(problem)),
      kill: () => void child.kill(),
    }
  }
