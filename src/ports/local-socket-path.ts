/** Where a local socket of a data directory is found: derived from the directory alone, so that both ends find it. */
import { createHash } from 'node:crypto'
import { posix } from 'node:path'

/** sun_path holds 108 bytes with its closing zero on Linux, 104 on macOS; 103 fits both. */
const maxSocketPathBytes = 103

export interface LocalSocketPath {
  path: string
  /** A directory of the socket's own that has to be made, 0700; null: it lies in the data directory, or is a named pipe. */
  ownDirectory: string | null
}

/** `name`: `console` or `guard`, each with a socket of its own. */
export const localSocketPath = (
  name: string,
  dataDirectory: string,
  platform: NodeJS.Platform,
  temporaryDirectory: string,
): LocalSocketPath => {
  const directoryHash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 24)
  if (platform === 'win32') return { path: `\\\\.\\pipe\\gatehouse-${name}-${directoryHash}`, ownDirectory: null }
  const beside = posix.join(dataDirectory, `${name}.sock`)
  if (Buffer.byteLength(beside) <= maxSocketPathBytes) return { path: beside, ownDirectory: null }
  const ownDirectory = posix.join(temporaryDirectory, `gatehouse-${name}-${directoryHash}`)
  return { path: posix.join(ownDirectory, `${name}.sock`), ownDirectory }
}
