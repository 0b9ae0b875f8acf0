import { createServer, get } from 'node:http'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { makeRoom } from './make-room.ts'

const start = async (most: number) => {
  const held: ServerResponse[] = []
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/held') held.push(outgoing.writeHead(200))
    else outgoing.end('here')
    outgoing.flushHeaders()
  })
  server.maxConnections = most + 2
  makeRoom(server, most)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const silent = () =>
    new Promise<Socket>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(socket)).on('error', () => {})
      onTestFinished(() => void socket.destroy())
    })
  const ask = (path: string) =>
    new Promise<string>((done, refused) => {
      const asked = get({ port, path, agent: false }, (answer) => {
        let text = ''
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
        answer.once('error', refused).once('end', () => done(text))
      })
      asked.once('error', refused)
    })
  return { held, silent, ask }
}

test('whoever opens connections and says nothing keeps nobody out', async () => {
  const { silent, ask } = await start(8)
  const first = await silent()
  const ended = new Promise((done) => first.once('close', done))
  for (let number = 0; number < 30; number++) await silent()
  expect(await ask('/')).toBe('here')
  await ended
})

test('a request under way is not ended for them', async () => {
  const { held, silent, ask } = await start(8)
  const answer = ask('/held')
  await expect.poll(() => held.length).toBe(1)
  for (let number = 0; number < 30; number++) await silent()
  held[0]!.end('whole')
  expect(await answer).toBe('whole')
})
