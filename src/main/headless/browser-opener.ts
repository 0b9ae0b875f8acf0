// Finds the program that opens a file in the person's browser, and runs it.
import { spawn } from 'node:child_process'
import { findProgram, isProgram } from '../console/find-program.ts'

export interface Opener {
  command: string
  args: string[]
}

/** Null where there is no browser to open: no display, or nothing that knows the browser. */
export const findOpener = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, exists = isProgram): Opener | null => {
  if (platform === 'darwin') return { command: '/usr/bin/open', args: [] }
  if (platform === 'win32') return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] }
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return null
  const command = findProgram('xdg-open', environment, exists)
  return command ? { command, args: [] } : null
}

/** False where the opener says that it failed; it may live as long as the browser, so it is not waited for beyond `waitMs`. */
export const openFile = ({ command, args }: Opener, file: string, waitMs = 3000): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args, file], { stdio: 'ignore', detached: true })
    const timer = setTimeout(() => resolve(true), waitMs)
    const done = (worked: boolean) => {
      clearTimeout(timer)
      resolve(worked)
    }
    child.on('error', () => done(false))
    child.on('exit', (code) => done(code === 0))
    child.unref()
  })
