// Where the parts of the installed program lie: from its sources, from dist and from inside an asar archive alike.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface InstalledApp {
  rootDirectory: string
  rendererDirectory: string
  preloadFile: string
  version: string
}

export const findInstalledApp = (from = import.meta.dirname): InstalledApp => {
  const manifest = join(from, 'package.json')
  if (existsSync(manifest)) {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return {
      rootDirectory: from,
      rendererDirectory: join(from, 'dist', 'renderer'),
      preloadFile: join(from, 'dist', 'preload', 'preload.cjs'),
      version,
    }
  }
  const above = dirname(from)
  if (above === from) throw new Error('The package.json of Gatehouse is missing: the installation is damaged. Install it again.')
  return findInstalledApp(above)
}
