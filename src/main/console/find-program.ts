// Finds a program on PATH, so that it is run by its whole path.
import { accessSync, constants } from 'node:fs'
import { posix } from 'node:path'

export const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** On Linux and macOS. Null where there is none; a relative entry of PATH could be anybody's program and is passed over. */
export const findProgram = (program: string, environment: NodeJS.ProcessEnv, exists = isProgram): string | null => {
  for (const directory of (environment.PATH ?? '').split(':')) {
    const path = posix.join(directory, program)
    if (posix.isAbsolute(directory) && exists(path)) return path
  }
  return null
}
