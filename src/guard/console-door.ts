/** The guard's end of the socket: lets in the one console that proves itself, and listens to it. */
import { chmodSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Clock } from '../ports/clock.ts'
import type { FramedSocket } from '../ports/framed-socket.ts'
import { guardSocketPath, proveEachOther } from '../ports/guard-door.ts'
import type { Ids } from '../ports/ids.ts'
import type { Logger } from '../ports/logger.ts'
import type { ToConsole, ToGuard } from '../shared/guard-protocol.ts'
import { toGuardSchema } from '../shared/guard-protocol.ts'

export class GuardRuns extends Error {
  override readonly name = 'GuardRuns'
}

export interface ConsoleDoor {
  send(message: ToConsole): void
  /** Whether the socket is still found in its place; one that was cleaned away is made anew. `replaced`: another guard's is there. */
  look(): 'well' | 'replaced'
  close(): Promise<void>
}

export interface ConsoleDoorOptions {
  dataDirectory: string
  clock: Clock
  ids: Ids
  logger: Logger
  /** A console proved itself; another that was there is sent away. */
  onConsole(): void
  onMessage(message: ToGuard): void
  onGone(): void
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })

const placeOf = (path: string): number | null => {
  try {
    return statSync(path).ino
  } catch {
    return null
  }
}

/** Strangers that hold connections open without proving anything. */
const mostConnections = 16

/** Rejects with `GuardRuns` where another guard of this data directory answers. */
export const openConsoleDoor = async (options: ConsoleDoorOptions): Promise<ConsoleDoor> => {
  const { dataDirectory, logger } = options
  const path = guardSocketPath(dataDirectory)
  if (await answers(path)) throw new GuardRuns('A guard of this data directory runs already.')
  if (process.platform !== 'win32') rmSync(path, { force: true })

  let current: FramedSocket | null = null
  const admit = (framed: FramedSocket) => {
    const before = current
    current = framed
    if (before) {
      before.destroy('another console took over')
      options.onGone()
    }
    options.onConsole()
    framed.receive((message) => {
      if (current !== framed) return
      const parsed = toGuardSchema.safeParse(message)
      if (parsed.success) options.onMessage(parsed.data)
      else logger.warn({ issues: parsed.error.issues.length }, 'the console said what the guard does not understand')
    })
  }
  const takeConnection = (socket: Socket) => {
    let own: FramedSocket | null = null
    const onClosed = () => {
      if (current === null || current !== own) return
      current = null
      options.onGone()
    }
    proveEachOther(socket, { ...options, role: 'guard' }, onClosed).then(
      (framed) => {
        own = framed
        admit(framed)
      },
      (error: unknown) => logger.warn({ err: error }, 'somebody at the socket was sent away'),
    )
  }
  const listen = () =>
    new Promise<Server>((resolve, reject) => {
      const made = createServer(takeConnection)
      made.maxConnections = mostConnections
      made.once('error', reject)
      made.listen(path, () => {
        made.off('error', reject)
        if (process.platform !== 'win32') chmodSync(path, 0o600)
        resolve(made)
      })
    })
  let server = await listen()
  let place = placeOf(path)
  let listening = true

  return {
    send: (message) => current?.send(message),
    look: () => {
      const now = placeOf(path)
      if (!listening || now === place || process.platform === 'win32') return 'well'
      if (now !== null) return 'replaced'
      // Closing first: a server that closes removes whatever is in its place.
      listening = false
      server.close()
      listen()
        .then((made) => {
          server = made
          place = placeOf(path)
        })
        .catch((error: unknown) => logger.error({ err: error }, 'the socket is gone and cannot be made anew'))
        .finally(() => (listening = true))
      return 'well'
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        current?.end()
        current = null
      }),
  }
}
