// Entry of the headless host: reads the options, starts the console and stops it with the process.
import { homedir } from 'node:os'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { createKeytarKeychain } from '../../ports/keytar-keychain.ts'
import { createLogger } from '../../ports/logger.ts'
import { StartRefused } from '../console/console.ts'
import { createConsole } from '../console/create-console.ts'
import { parseHostOptions } from '../console/host-options.ts'
import { findInstalledApp } from '../console/installed-app.ts'
import { resetUser } from '../console/reset-user.ts'
import { openTerminal } from '../console/terminal.ts'
import { endProcess } from './end-process.ts'
import { CannotListen, startHeadlessHost } from './headless-host.ts'
import { servesLinks } from './link-socket.ts'
import { stopOnSignals } from './stop-signals.ts'

const usage = 'npm start -- [options]'
const environment = process.env
const args = process.argv.slice(2)
const clock = systemClock
const keychain = createKeytarKeychain({ clock })
const end = (exitCode: number) => endProcess(exitCode, keychain.isStuck())

const explainRunning = async (message: string, dataDirectory: string): Promise<string> => {
  if (!(await servesLinks(dataDirectory))) return `${message} If it is the desktop app, its window is the console.`
  const flag = args.some((arg) => arg.startsWith('--data-dir')) ? ` -- --data-dir ${dataDirectory}` : ''
  return `${message} Open it with a fresh link: npm run link${flag}`
}

// A terminal that was closed must not break the orderly stop.
for (const stream of [process.stdout, process.stderr]) if (stream.listenerCount('error') === 0) stream.on('error', () => {})

const parsed = parseHostOptions(
  args,
  environment,
  { platform: process.platform, homeDirectory: homedir(), workingDirectory: process.cwd() },
  { usage },
)
if (parsed.kind === 'help') {
  console.log(parsed.text)
} else if (parsed.kind === 'refused') {
  console.error(parsed.message)
  process.exitCode = 2
} else if (parsed.kind === 'reset-user') {
  const { options, name, asAdmin } = parsed
  const { dataDirectory } = options
  const terminal = openTerminal({ input: process.stdin, output: process.stdout })
  const logger = createLogger(options.logLevel)
  end(await resetUser({ name, asAdmin, dataDirectory, environment, keychain, clock, logger, terminal }))
} else {
  const { options } = parsed
  const logger = createLogger(options.logLevel)
  const { rendererDirectory, version } = findInstalledApp()
  let address: string | null = null
  const core = createConsole({
    host: 'headless',
    dataDirectory: options.dataDirectory,
    stateDirectory: options.stateDirectory,
    ...(options.headFile ? { headFile: options.headFile } : {}),
    rendererDirectory,
    version,
    environment,
    keychain,
    clock,
    logger,
    address: () => address,
    onRestartFailed: (error) => {
      console.error(`The console did not start again: ${error instanceof Error ? error.message : String(error)}`)
      end(1)
    },
  })
  try {
    const host = await startHeadlessHost({
      ...options,
      console: core,
      environment,
      clock,
      ids: createIds(clock),
      logger,
      say: (line) => console.log(line),
      warn: (line) => console.error(line),
    })
    address = `http://127.0.0.1:${host.port}`
    stopOnSignals({
      source: process,
      clock,
      stop: () => host.stop(),
      end,
      onStopping: () => console.error('Stopping. Ctrl-C again ends at once.'),
      onFailure: (error) => logger.error({ err: error }, 'The stop failed'),
    })
  } catch (error) {
    if (error instanceof StartRefused && error.reason === 'running') {
      console.error(await explainRunning(error.message, options.dataDirectory))
      end(0)
    } else if (error instanceof StartRefused || error instanceof CannotListen) {
      console.error(error.message)
      end(1)
    } else {
      logger.error({ err: error }, 'The console could not start')
      console.error(`The console could not start: ${error instanceof Error ? error.message : String(error)}`)
      end(1)
    }
  }
}
