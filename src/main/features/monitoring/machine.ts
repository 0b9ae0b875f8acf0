/** The machine of this platform. */
import { statSync } from 'node:fs'
import { parse } from 'node:path'
import type { Mount } from './disk-space.ts'
import { createLinuxMachine } from './linux-machine.ts'
import type { Machine } from './machine-reading.ts'
import { createPortableMachine, librarySource } from './portable-machine.ts'

const deviceOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.dev ?? null

/** The file system of the data directory, and that of the system where it is another one. */
const mountsOf = (dataDirectory: string): Mount[] => {
  const { root } = parse(dataDirectory)
  const data = { name: 'data', path: dataDirectory }
  return deviceOf(root) === deviceOf(dataDirectory) ? [data] : [data, { name: 'root', path: root }]
}

export const createMachine = (options: { platform: NodeJS.Platform; dataDirectory: string; monotonic(): number }): Machine => {
  const { platform, monotonic } = options
  const mounts = mountsOf(options.dataDirectory)
  return platform === 'linux'
    ? createLinuxMachine({ mounts, monotonic })
    : createPortableMachine({ mounts, monotonic, platform, source: librarySource })
}
