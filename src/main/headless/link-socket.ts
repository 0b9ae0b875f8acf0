// The local socket over which `npm run link` asks the running console for a fresh one-time link.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localSocketPath } from '../../ports/local-socket-path.ts'

const answerWithinMs = 5000
/** Read by both ends from the data directory: named pipes of Windows have no file mode, and reading this file is the proof. */
const keyFile = (dataDirectory: string) => join(dataDirectory, 'console.link-key')
const keyBytes = 32

const locate = (dataDirectory: string) => localSocketPath('console', dataDirectory, process.platform, tmpdir())

/** In a shared temporary directory somebody else may have been first. */
const assertOwnDirectory = (directory: string) => {
  const { uid, mode } = lstatSync(directory)
  if (lstatSync(directory).isSymbolicLink() || uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`${directory} belongs to somebody else or is open to others; remove it.`)
  }
}

const readUpTo = (socket: Socket, maxBytes: number, done: (text: Buffer) => void) => {
  let got = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    got = Buffer.concat([got, chunk])
    if (got.length > maxBytes) socket.destroy()
  })
  socket.on('end', () => done(got))
}

export interface LinkSocket {
  close(): Promise<void>
}

/** Call it only under the lock of the data directory: a socket found there is then a dead one. Rejects where it cannot be made. */
export const serveLinks = async (dataDirectory: string, makeUrl: () => string): Promise<LinkSocket> => {
  const { path, ownDirectory } = locate(dataDirectory)
  const key = randomBytes(keyBytes)
  rmSync(keyFile(dataDirectory), { force: true })
  writeFileSync(keyFile(dataDirectory), key, { mode: 0o600, flag: 'wx' })
  if (ownDirectory) {
    mkdirSync(ownDirectory, { recursive: true, mode: 0o700 })
    assertOwnDirectory(ownDirectory)
  }
  if (process.platform !== 'win32') rmSync(path, { force: true })

  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.setTimeout(answerWithinMs, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    readUpTo(socket, keyBytes, (given) => {
      const right = given.length === key.length && timingSafeEqual(given, key)
      if (right) socket.end(makeUrl())
      else socket.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)

  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        rmSync(keyFile(dataDirectory), { force: true })
        if (ownDirectory) rmSync(ownDirectory, { recursive: true, force: true })
      }),
  }
}

/** The URL with a fresh one-time token, or null where no console answers for this data directory. */
export const askForLink = (dataDirectory: string): Promise<string | null> => {
  let key: Buffer
  try {
    key = readFileSync(keyFile(dataDirectory))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Promise.resolve(null)
    return Promise.reject(error)
  }
  const { path, ownDirectory } = locate(dataDirectory)
  return new Promise((resolve, reject) => {
    // Else whoever was first there, while no console runs, could answer with a link to a page of theirs.
    if (ownDirectory && existsSync(ownDirectory)) assertOwnDirectory(ownDirectory)
    const socket = connect(path, () => socket.end(key))
    socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('The running console gave no answer within 5 s.')))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(error)
    })
    readUpTo(socket, 4096, (url) => resolve(url.length > 0 ? url.toString('utf8') : null))
  })
}

/** Whether a headless console serves this data directory; asks for no link. */
export const servesLinks = (dataDirectory: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(locate(dataDirectory).path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
