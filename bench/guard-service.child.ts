// Benchmark: the service behind the proxies. Says the least that is HTTP, so that it is never what is measured; large bodies through node:http.
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'

const answer = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1024\r\n\r\n${'x'.repeat(1024)}`)

const quick = createTcpServer({ noDelay: true }, (socket) => {
  let tail = ''
  socket.on('error', () => {})
  socket.on('data', (chunk: Buffer) => {
    const parts = (tail + chunk.toString('latin1')).split('\r\n\r\n')
    tail = parts.pop()!
    for (let left = parts.length; left > 0; left--) socket.write(answer)
  })
})

const piece = Buffer.alloc(64 * 1024)
const large = createServer((request, response) => {
  let left = Number(request.headers['x-bytes'] ?? 0)
  const send = () => {
    while (left > 0) {
      const part = left < piece.length ? piece.subarray(0, left) : piece
      left -= part.length
      if (!response.write(part)) return
    }
    response.end()
  }
  request.resume().on('end', () => {
    response.on('drain', send)
    send()
  })
})

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
const [port, largePort] = [await listen(quick), await listen(large)]
process.on('disconnect', () => process.exit())
process.on('message', () => process.send!({ largePort }))
process.send!({ port })
