// What both hosts take from the command line and the environment; the command line stands above the environment.
import { posix, win32 } from 'node:path'
import { parseArgs } from 'node:util'

export interface HostOptions {
  /** Absolute. */
  dataDirectory: string
  /** Absolute. For what must not lie beside the data: the copy of the newest signed head. */
  stateDirectory: string
  /** Absolute; in place of a file in the state directory. */
  headFile?: string
  /** 0: any free one. */
  port: number
  /** False: print the link instead of opening a browser. */
  open: boolean
  /** Of the technical log on standard error. */
  logLevel: string
}

export type ParsedOptions =
  | { kind: 'run'; options: HostOptions }
  | { kind: 'reset-user'; options: HostOptions; name: string; asAdmin: boolean }
  | { kind: 'help'; text: string }
  | { kind: 'refused'; message: string }

/** Where the options are read. */
export interface Machine {
  platform: NodeJS.Platform
  homeDirectory: string
  workingDirectory: string
}

export const defaultPort = 4280
const logLevels = ['silent', 'error', 'warn', 'info', 'debug']

const pathsOf = (platform: NodeJS.Platform) => (platform === 'win32' ? win32 : posix)

type Variable = 'XDG_DATA_HOME' | 'XDG_STATE_HOME'

/** Of the XDG Base Directory Specification: a relative path in its variables is invalid and ignored. */
const xdgDirectory = (environment: NodeJS.ProcessEnv, { platform, homeDirectory }: Machine, variable: Variable, fallback: string) => {
  const path = pathsOf(platform)
  const given = environment[variable]
  return path.join(given && path.isAbsolute(given) ? given : path.join(homeDirectory, '.local', fallback), 'gatehouse')
}

/** After the XDG Base Directory Specification, Apple's File System Programming Guide and Windows' known folders. */
export const defaultDataDirectory = (environment: NodeJS.ProcessEnv, machine: Machine): string => {
  const { platform, homeDirectory } = machine
  const path = pathsOf(platform)
  if (platform === 'win32') return path.join(environment.APPDATA || path.join(homeDirectory, 'AppData', 'Roaming'), 'Gatehouse')
  if (platform === 'darwin') return path.join(homeDirectory, 'Library', 'Application Support', 'Gatehouse')
  return xdgDirectory(environment, machine, 'XDG_DATA_HOME', 'share')
}

/** Never within the data directory: what is copied, replaced or removed with that must not take this along. */
export const defaultStateDirectory = (environment: NodeJS.ProcessEnv, machine: Machine): string => {
  const { platform, homeDirectory } = machine
  const path = pathsOf(platform)
  if (platform === 'win32') return path.join(environment.LOCALAPPDATA || path.join(homeDirectory, 'AppData', 'Local'), 'Gatehouse State')
  if (platform === 'darwin') return path.join(homeDirectory, 'Library', 'Application Support', 'Gatehouse State')
  return xdgDirectory(environment, machine, 'XDG_STATE_HOME', 'state')
}

export const helpText = (usage: string) => `${usage}

  --data-dir DIR   where the console keeps its data (GATEHOUSE_DATA_DIR)
  --port N         the port of the headless host, 0 for any free one; ${defaultPort} unless said (GATEHOUSE_PORT)
  --no-open        print the link instead of opening a browser
  --reset-user NAME   with the console stopped: let somebody in again who has lost password or authenticator;
                   --as-admin makes them an administrator where none is left
  --help           this text

GATEHOUSE_HEAD_FILE names the file that keeps the newest signed head of the log a second time, apart from the data.
GATEHOUSE_LOG_LEVEL (${logLevels.join(', ')}) says how much the technical log tells on standard error; warn unless said.
`

const readPort = (text: string, from: string): number | string => {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  return `${from} is "${text}", but a port is a whole number from 0 to 65535.`
}

/** `passUnknown`: flags that are not ours are let be (Chromium's, in the desktop app). */
export const parseHostOptions = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  machine: Machine,
  { usage, passUnknown = false }: { usage: string; passUnknown?: boolean },
): ParsedOptions => {
  let values: Record<string, string | boolean | undefined>
  try {
    ;({ values } = parseArgs({
      args: [...args],
      strict: !passUnknown,
      allowPositionals: passUnknown,
      options: {
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'reset-user': { type: 'string' },
        'as-admin': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }))
  } catch (error) {
    const said = (error as Error).message.split(/\.\s/)[0]!
    return { kind: 'refused', message: `${said.replace(/\.$/, '')}. --help lists the options.` }
  }
  if (values.help) return { kind: 'help', text: helpText(usage) }

  const directory = values['data-dir'] ?? (environment.GATEHOUSE_DATA_DIR || undefined)
  if (directory === true || directory === '') return { kind: 'refused', message: '--data-dir needs a directory.' }

  const given = values.port ?? (environment.GATEHOUSE_PORT || undefined)
  const port =
    given === undefined
      ? defaultPort
      : readPort(given === true ? '' : String(given), values.port === undefined ? 'GATEHOUSE_PORT' : '--port')
  if (typeof port === 'string') return { kind: 'refused', message: port }

  const logLevel = environment.GATEHOUSE_LOG_LEVEL || 'warn'
  if (!logLevels.includes(logLevel))
    return { kind: 'refused', message: `GATEHOUSE_LOG_LEVEL is "${logLevel}", but must be one of ${logLevels.join(', ')}.` }

  const path = pathsOf(machine.platform)
  const atHome = (text: string) => text.replace(/^~(?=$|[/\\])/, () => machine.homeDirectory)
  const dataDirectory = directory
    ? path.resolve(machine.workingDirectory, atHome(String(directory)))
    : defaultDataDirectory(environment, machine)
  const headFile = environment.GATEHOUSE_HEAD_FILE
  const options: HostOptions = {
    dataDirectory,
    stateDirectory: defaultStateDirectory(environment, machine),
    ...(headFile ? { headFile: path.resolve(machine.workingDirectory, atHome(headFile)) } : {}),
    port,
    open: !values['no-open'],
    logLevel,
  }
  const name = values['reset-user']
  if (name === true || name === '') return { kind: 'refused', message: '--reset-user needs the name of a user.' }
  if (name === undefined && values['as-admin']) return { kind: 'refused', message: '--as-admin goes with --reset-user NAME.' }
  return name === undefined
    ? { kind: 'run', options }
    : { kind: 'reset-user', options, name: String(name), asAdmin: values['as-admin'] === true }
}
