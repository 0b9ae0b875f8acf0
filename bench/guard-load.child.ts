// Benchmark: the load. Raw sockets, so that it costs little beside the service on its core; as fast as answers come, or at a rate.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import type { LoadOrder, LoadResult } from './guard-load.ts'

const headEnd = Buffer.from('\r\n\r\n')
/** Bytes that the answer at the beginning has in all; null where its head is not whole. */
const lengthOfAnswer = (bytes: Buffer): number | null => {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return null
  const [, length] = /content-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end)) ?? []
  if (length === undefined) throw new Error('an answer without a length')
  return end + 4 + Number(length)
}

const run = ({ port, connections, forMs, perSecond, key, token, secure = false }: LoadOrder): Promise<LoadResult> =>
  new Promise((resolve) => {
    const request = Buffer.from(
      `GET /api/things?page=1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: bench\r\nAccept: */*\r\n${token === undefined ? `X-Api-Key: ${key}` : `Authorization: Bearer ${token}`}\r\n\r\n`,
    )
    const tookMs: number[] = []
    const result = { sent: 0, answered: 0, failed: 0, reopened: 0 }
    const idle: { send(dueMs: number): void }[] = []
    const due: number[] = []
    const sockets = new Set<Socket>()
    const startedMs = performance.now()
    let over = false
    let open = 0
    const finish = () => {
      clearInterval(pace)
      for (const socket of sockets) socket.destroy()
      resolve({ ...result, seconds: (performance.now() - startedMs) / 1000, tookMs })
    }
    const start = (): void => {
      const socket = secure
        ? connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false })
        : connect({ port, host: '127.0.0.1', noDelay: true })
      sockets.add(socket)
      let sinceMs: number | null = null
      let bytes: Buffer = Buffer.alloc(0)
      const me = {
        send: (dueMs: number) => {
          sinceMs = dueMs
          result.sent++
          open++
          socket.write(request)
        },
      }
      const next = () => {
        if (over) return void (open === 0 && finish())
        if (perSecond === null) return me.send(performance.now())
        const waiting = due.shift()
        if (waiting === undefined) idle.push(me)
        else me.send(waiting)
      }
      socket.on(secure ? 'secureConnect' : 'connect', next)
      socket.on('data', (chunk: Buffer) => {
        bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
        const length = lengthOfAnswer(bytes)
        if (length === null || bytes.length < length || sinceMs === null) return
        if (bytes.toString('latin1', 9, 12) === '200') result.answered++
        else result.failed++
        tookMs.push(performance.now() - sinceMs)
        bytes = Buffer.alloc(0)
        sinceMs = null
        open--
        next()
      })
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        if (sinceMs !== null) {
          result.failed++
          open--
        }
        if (over) return void (open === 0 && finish())
        result.reopened++
        start()
      })
    }
    for (let at = 0; at < connections; at++) start()
    let planned = 0
    // At a rate the time counts from when a request was due, not from when a connection was free for it.
    const pace = setInterval(() => {
      if (over || perSecond === null) return
      const elapsedMs = performance.now() - startedMs
      for (; planned < (elapsedMs / 1000) * perSecond; planned++) {
        const dueMs = startedMs + (planned * 1000) / perSecond
        const free = idle.pop()
        if (free) free.send(dueMs)
        else due.push(dueMs)
      }
    }, 1)
    setTimeout(() => {
      over = true
      if (open === 0) finish()
    }, forMs)
  })

process.on('disconnect', () => process.exit())
process.on('message', (order: LoadOrder) => void run(order).then((result) => process.send!(result)))
process.send!({ port: 0 })
