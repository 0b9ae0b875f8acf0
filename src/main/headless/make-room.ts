// Keeps room on the port: where connections become many, those go first that have been idle the longest.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Anybody on the machine can open connections and say nothing. Without this they would hold every place until the
 * headers' time is up, and again. A connection with a request under way is never ended here. `most` must be below the
 * server's `maxConnections`, at which Node turns new ones away unseen.
 */
export const makeRoom = (server: Server, most: number): void => {
  /** In the order in which they fell idle. */
  const idle = new Set<Socket>()
  let open = 0
  server.on('connection', (socket) => {
    open++
    idle.add(socket)
    socket.once('close', () => {
      open--
      idle.delete(socket)
    })
    const [oldest] = idle
    if (open <= most || !oldest || oldest === socket) return
    // At once: of many that come in one turn, each makes room for itself.
    idle.delete(oldest)
    oldest.destroy()
  })
  server.on('request', ({ socket }, outgoing) => {
    idle.delete(socket)
    outgoing.once('close', () => {
      if (!socket.destroyed) idle.add(socket)
    })
  })
}
