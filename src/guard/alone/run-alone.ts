/** The guard alone as a program: its file, its signals, what it says. */
import { readFileSync, statSync } from 'node:fs'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createLogger } from '../../ports/logger.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ConfigFault, ConfigRead } from './config-file.ts'
import { readConfig } from './config-file.ts'
import type { ReferenceSources } from './references.ts'
import type { Reloaded } from './serve-alone.ts'
import { createAloneGuard } from './serve-alone.ts'
import { watchFile } from './watch-file.ts'

const graceMs = 10_000
const hasModes = process.platform !== 'win32'

const sources: ReferenceSources = {
  environment: process.env,
  readFile: (path) => ({ text: readFileSync(path, 'utf8'), mode: hasModes ? statSync(path).mode : null }),
}

export const readConfigFile = (file: string): ConfigRead => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const message = `the file cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`
    return { ok: false, faults: [{ line: 1, column: 1, path: '', message }] }
  }
  return readConfig(text, sources)
}

/** As compilers write it, so that editors find the place. */
export const faultLine = (file: string, { line, column, path, message }: ConfigFault): string =>
  `${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`

/** `say`: to standard error, for people. */
export const runAlone = async (
  { configFile: file, limitsFile, logLevel }: { configFile: string; limitsFile: string; logLevel: string },
  say: (line: string) => void,
): Promise<void> => {
  const clock = systemClock
  const startedAtMs = clock.now()
  const guard = createAloneGuard({
    read: () => readConfigFile(file),
    clock,
    ids: createIds(clock),
    logger: createLogger(logLevel),
    logDescriptor: 1,
    limitsFile,
    csrfKeyFile: `${file}.csrf`,
    tlsDirectory: `${file}.tls`,
    figures: () => {
      const { user, system } = process.cpuUsage()
      return { cpuSeconds: (user + system) / 1e6, memoryBytes: process.memoryUsage.rss(), startedAtMs }
    },
  })
  const tell = (reloaded: Reloaded, again: boolean) => {
    if (!reloaded.ok) {
      for (const fault of reloaded.faults) say(faultLine(file, fault))
      if (again) say('The file is not good; the former serves on.')
      return
    }
    const ports = Object.entries(reloaded.ports).map(([id, port]) => `${id} on port ${port}`)
    say(`Serving ${ports.join(', ')}.${reloaded.adminPort === null ? '' : ` Health and metrics on port ${reloaded.adminPort}.`}`)
  }

  const reload = () =>
    void guard.reload().then(
      (reloaded) => tell(reloaded, true),
      (error: unknown) => say(`The file could not be read again: ${(error as Error).message}`),
    )
  // Before it is read: what changes from here on is noticed.
  watchFile(file, clock, reload)
  process.on('SIGHUP', reload)
  const first = await guard.reload()
  tell(first, false)
  if (!first.ok) process.exit(first.faults.some(({ message }) => message.includes('port is')) ? exitCodes.failed : exitCodes.misused)

  let stopping = false
  const stop = () => {
    if (stopping) process.exit(exitCodes.failed)
    stopping = true
    say('Stopping. Again ends at once.')
    void guard.stop(graceMs).then(() => process.exit(exitCodes.ended))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
