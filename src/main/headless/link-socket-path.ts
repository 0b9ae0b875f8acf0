// Where a running console can be asked for a fresh link: derived from its data directory alone, so that both ends find it.
import { createHash } from 'node:crypto'
import { posix } from 'node:path'

/** sun_path holds 108 bytes with its closing zero on Linux, 104 on macOS; 103 fits both. */
const maxSocketPathBytes = 103

export interface LinkSocketPath {
  path: string
  /** A directory of the socket's own that has to be made, 0700; null: it lies in the data directory, or is a named pipe. */
  ownDirectory: string | null
}

export const linkSocketPath = (dataDirectory: string, platform: NodeJS.Platform, temporaryDirectory: string): LinkSocketPath => {
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 24)
  if (platform === 'win32') return { path: `\\\\.\\pipe\\gatehouse-${name}`, ownDirectory: null }
  const beside = posix.join(dataDirectory, 'console.sock')
  if (Buffer.byteLength(beside) <= maxSocketPathBytes) return { path: beside, ownDirectory: null }
  const ownDirectory = posix.join(temporaryDirectory, `gatehouse-${name}`)
  return { path: posix.join(ownDirectory, 'console.sock'), ownDirectory }
}
