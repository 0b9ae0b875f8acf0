/** The guard's end of the socket: lets in the one console that proves itself, and listens to it. */
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
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
  const server = createServer((socket) => {
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
  })
  server.maxConnections = mostConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
  if (process.platform !== 'win32') chmodSync(path, 0o600)

  return {
    send: (message) => current?.send(message),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        current?.end()
        current = null
      }),
  }
}
