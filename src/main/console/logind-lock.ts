// Hears on Linux from logind that the screen was locked or the machine goes to sleep; where nothing tells, it is silent.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { findProgram } from './find-program.ts'

export type LockReason = 'screen' | 'suspend'

/** logind's object path of a session: what is no letter, and a leading digit, becomes _XX (sd_bus_path_encode). */
export const sessionPath = (sessionId: string): string =>
  `/org/freedesktop/login1/session/${sessionId.replace(/^[0-9]|[^A-Za-z0-9]/g, (letter) => `_${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

/**
 * Reads the lines of `gdbus monitor` and of `dbus-monitor`, which tells a signal on one line and its values on the next.
 * With `sessionId` only that session's lock counts, else anybody's: too often locked is better than too seldom.
 */
export const createLogindReader = (sessionId?: string) => {
  const own = sessionId ? sessionPath(sessionId) : null
  /** Of dbus-monitor's signal, waiting for its value: what a `true` would mean. */
  let meansIfTrue: LockReason | null = null
  let ofOwnSession = false

  const isOwn = (line: string) => {
    const path = /(?:^|path=)(\/org\/freedesktop\/login1\/session\/\w+)/.exec(line)?.[1]
    return path !== undefined && (own === null || path === own || path.endsWith('/auto') || path.endsWith('/self'))
  }

  return (line: string): LockReason | null => {
    if (/^\s/.test(line)) {
      if (ofOwnSession && line.includes('string "LockedHint"')) meansIfTrue = 'screen'
      else if (/^\s+(?:variant\s+)?boolean (?:true|false)/.test(line)) {
        const reason = line.includes('true') ? meansIfTrue : null
        meansIfTrue = null
        return reason
      }
      return null
    }
    meansIfTrue = null
    ofOwnSession = isOwn(line)
    if (/login1\.Manager\.PrepareForSleep \(true/.test(line)) return 'suspend'
    if (/login1\.Manager; member=PrepareForSleep/.test(line)) meansIfTrue = 'suspend'
    if (!ofOwnSession) return null
    if (/login1\.Session\.Lock \(|login1\.Session; member=Lock$/.test(line)) return 'screen'
    return /'LockedHint': <true>/.test(line) ? 'screen' : null
  }
}

const commands = (program: string): string[] =>
  program === 'gdbus'
    ? ['monitor', '--system', '--dest', 'org.freedesktop.login1']
    : ['--system', "type='signal',sender='org.freedesktop.login1'"]

/** The answer ends the watch. */
export const watchLogind = (environment: NodeJS.ProcessEnv, onLock: (reason: LockReason) => void): (() => void) => {
  const program = process.platform === 'linux' ? ['gdbus', 'dbus-monitor'].find((name) => findProgram(name, environment)) : undefined
  if (!program) return () => {}
  const child = spawn(findProgram(program, environment)!, commands(program), { stdio: ['ignore', 'pipe', 'ignore'] })
  const read = createLogindReader(environment.XDG_SESSION_ID)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reason = read(line)
    if (reason) onLock(reason)
  })
  child.on('error', () => {})
  child.unref()
  return () => child.kill()
}
