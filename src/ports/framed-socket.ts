/** Messages over a local socket: four bytes of length (big-endian), then JSON in UTF-8. */
import type { Socket } from 'node:net'

export interface FramedSocket {
  send(message: unknown): void
  /** What was sent still arrives. */
  end(): void
  destroy(problem: string): void
  /** From now on; what arrived before is handed over first. Null: what arrives waits. */
  receive(listener: ((message: unknown) => void) | null): void
  /** Frames may be so long from now on. */
  allow(mostBytes: number): void
}

const headBytes = 4

/** `onClosed` is called once. What is no frame, or one too long, closes the socket: nothing after it can be trusted. */
export const frameSocket = (socket: Socket, mostAtFirstBytes: number, onClosed: (problem: string) => void): FramedSocket => {
  let mostBytes = mostAtFirstBytes
  let listener: ((message: unknown) => void) | null = null
  let chunks: Buffer[] = []
  let held = 0
  let problem = 'the connection was closed'

  const take = (bytes: number): Buffer => {
    const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
    chunks = bytes === all.length ? [] : [all.subarray(bytes)]
    held = all.length - bytes
    return all.subarray(0, bytes)
  }
  const destroy = (why: string) => {
    if (!socket.destroyed) problem = why
    socket.destroy()
  }
  let wanted: number | null = null
  const read = () => {
    while (listener && !socket.destroyed && held >= (wanted ?? headBytes)) {
      if (wanted === null) {
        wanted = take(headBytes).readUInt32BE()
        if (wanted > mostBytes) return destroy('a message is too long')
        continue
      }
      const text = take(wanted).toString('utf8')
      wanted = null
      let message: unknown
      try {
        message = JSON.parse(text)
      } catch {
        return destroy('a message is no JSON')
      }
      listener(message)
    }
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    if (!listener && held > mostBytes + headBytes) return destroy('too much came unasked')
    read()
  })
  socket.on('error', (error: NodeJS.ErrnoException) => (problem = error.code ?? error.message))
  socket.on('end', () => socket.end())
  socket.on('close', () => onClosed(problem))

  return {
    send: (message) => {
      if (!socket.writable) return
      const body = Buffer.from(JSON.stringify(message), 'utf8')
      const head = Buffer.alloc(headBytes)
      head.writeUInt32BE(body.length)
      socket.cork()
      socket.write(head)
      socket.write(body)
      socket.uncork()
    },
    end: () => socket.end(),
    destroy,
    receive: (next) => {
      listener = next
      read()
    },
    allow: (bytes) => (mostBytes = bytes),
  }
}
