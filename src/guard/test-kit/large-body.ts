/** So many bytes through a guard, there and back, none of which is kept. */
import { once } from 'node:events'
import { request as ask } from 'node:http'
import type { IncomingMessage, RequestListener } from 'node:http'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const piece = Buffer.alloc(64_000)
const piecesOf = (bytes: number): Readable => {
  let left = bytes
  return new Readable({
    read() {
      const part = piece.subarray(0, Math.min(left, piece.length))
      left -= part.length
      this.push(part.length > 0 ? part : null)
    },
  })
}
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/** Takes what comes, and sends as much as `x-bytes` says. */
export const largeService: RequestListener = (request, response) => {
  void pipeline(request, nowhere())
    .then(() => pipeline(piecesOf(Number(request.headers['x-bytes'])), response))
    .catch(() => response.destroy())
}

/** Resolves with how many bytes came back. */
export const sendThrough = async (port: number, bytes: { there: number; back: number }): Promise<number> => {
  const outgoing = ask({ port, host: '127.0.0.1', method: 'POST', agent: false, headers: { 'x-bytes': bytes.back } })
  const [[answer]] = (await Promise.all([once(outgoing, 'response'), pipeline(piecesOf(bytes.there), outgoing)])) as [
    [IncomingMessage],
    void,
  ]
  let came = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) came += chunk.length
  return came
}
