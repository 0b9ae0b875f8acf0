/** A Redis of the test's own: on a free port of this machine, its data in a folder that goes with it. */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const found = spawnSync('redis-server', ['--version'], { stdio: 'ignore' })
/** Null: there is one here. */
export const whyNoRedis = found.status === 0 ? null : 'this machine has no redis-server'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What it answers to one command, as it stands on the wire. */
const say = async (port: number, words: readonly string[]): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.toString()
}

export interface RedisServer {
  port: number
  url: string
  say(...words: string[]): Promise<string>
  /** At once, as a machine that is lost. */
  kill(): Promise<void>
  /** Again on the same port. */
  start(...more: string[]): Promise<void>
  /** It is there and answers nothing. */
  pause(): void
  resume(): void
  end(): Promise<void>
}

export const startRedis = async (...options: string[]): Promise<RedisServer> => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-redis-'))
  const port = await freePort()
  let child: ChildProcess | null = null

  const start = async (...more: string[]): Promise<void> => {
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      directory,
      '--save',
      '',
      '--appendonly',
      'no',
      ...options,
      ...more,
    ]
    const started = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
    child = started
    // Also where a test that failed did not come to its end.
    process.once('exit', () => started.kill('SIGKILL'))
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (chunk: Buffer) => chunk.includes('Ready to accept') && resolve())
      started.once('exit', () => reject(new Error('redis-server ended')))
    })
  }
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await exited
  }
  await start()
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    say: (...words) => say(port, words),
    kill,
    start,
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
    end: async () => {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
