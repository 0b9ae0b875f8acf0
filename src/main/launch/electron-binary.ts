// Finds Electron's binary where its package keeps it, as electron's own index.js does.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Circumstances } from './choose-host.ts'

export interface ElectronBinary {
  state: Circumstances['electron']
  /** Of the program; meaningful where `state` is present. */
  path: string
}

export const findElectron = (root: string, environment: NodeJS.ProcessEnv): ElectronBinary => {
  const directory = join(root, 'node_modules', 'electron')
  if (!existsSync(join(directory, 'install.js'))) return { state: 'not-installed', path: '' }
  const pathFile = join(directory, 'path.txt')
  if (!existsSync(pathFile)) return { state: 'binary-missing', path: '' }
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(directory, 'dist'), readFileSync(pathFile, 'utf8'))
  return { state: existsSync(path) ? 'present' : 'binary-missing', path }
}
