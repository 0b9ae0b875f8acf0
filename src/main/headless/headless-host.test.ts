import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import { createIds } from '../../ports/ids.ts'
import { silentLogger } from '../../ports/logger.ts'
import { StartRefused } from '../console/console.ts'
import { createFakeConsole } from '../test-kit/fake-console.ts'
import { CannotListen, startHeadlessHost } from './headless-host.ts'
import type { HeadlessHost, HeadlessHostOptions } from './headless-host.ts'
import { askForLink } from './link-socket.ts'

let directory: string
let host: HeadlessHost | undefined
let core: ReturnType<typeof createFakeConsole>
let said: string[]
let warned: string[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-host-'))
  core = createFakeConsole()
  said = []
  warned = []
})
afterEach(async () => {
  await host?.stop()
  host = undefined
  rmSync(directory, { recursive: true, force: true })
})

const start = async (options: Partial<HeadlessHostOptions> = {}) => {
  host = await startHeadlessHost({
    console: core,
    dataDirectory: directory,
    port: 0,
    open: false,
    logLevel: 'silent',
    environment: {},
    clock: systemClock,
    ids: createIds(systemClock),
    logger: silentLogger,
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
    ...options,
  })
  return host
}

const exchange = (url: string) => {
  const { origin, hash } = new URL(url)
  return fetch(`${origin}/host/exchange`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ token: hash.replace('#t=', '') }),
  })
}

test('says the link in its fixed form, and it opens the console once', async () => {
  const { port } = await start()
  expect(said).toHaveLength(1)
  const url = new RegExp(`^Gatehouse console: (http://127\\.0\\.0\\.1:${port}/#t=[\\w-]{43})$`).exec(said[0]!)![1]!
  expect((await exchange(url)).status).toBe(200)
  expect((await exchange(url)).status).toBe(401)
  expect(warned).toEqual([])
})

test('gives a fresh link over the socket in the data directory, and says so to the core', async () => {
  await start()
  const url = (await askForLink(directory))!
  expect(core.events).toEqual([{ kind: 'link-made' }])
  expect((await exchange(url)).status).toBe(200)
})

test('a busy port is a plain sentence, and the console is closed again', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const starting = start({ port })
  await expect(starting).rejects.toBeInstanceOf(CannotListen)
  await expect(starting).rejects.toThrow(new RegExp(`^Port ${port} is in use by another program\\. .*--port N`))
  expect(core.did).toEqual(['start', 'stop'])
  await new Promise((resolve) => other.close(resolve))
})

test('a console that refuses to start opens no port and leaves no file', async () => {
  core.start = () => Promise.reject(new StartRefused('running', 'A console is already running.'))
  await expect(start()).rejects.toThrow('A console is already running.')
  expect(readdirSync(directory)).toEqual([])
})

test('after the stop nothing listens and no file is left', async () => {
  const { port, stop } = await start()
  await stop()
  host = undefined
  expect(core.did).toEqual(['start', 'stop'])
  expect(readdirSync(directory)).toEqual([])
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
})

test('a stream under way does not hold up the stop', async () => {
  let end = () => {}
  core = createFakeConsole(
    () =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            controller.enqueue(new TextEncoder().encode('live'))
            end = () => controller.close()
          },
        }),
      ),
  )
  const stopCore = core.stop.bind(core)
  core.stop = async () => {
    end()
    await stopCore()
  }
  const { port, stop } = await start()
  const answer = await fetch(`http://127.0.0.1:${port}/`)
  const text = answer.text()
  await stop()
  host = undefined
  expect(await text).toBe('live')
})

test('without a way to make the socket the console runs all the same and says what will not work', async () => {
  const { port } = await start({ dataDirectory: join(directory, 'missing') })
  expect(warned).toEqual([expect.stringMatching(/^npm run link will not work: /)])
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

/** Stands for the person's browser: notes what it was given, and whether that was there. */
const fakeOpener = (exitCode: number) => {
  writeFileSync(
    join(directory, 'xdg-open'),
    `#!/bin/sh\nprintf '%s\\n' "$*" > '${directory}/given'\ncp "$1" '${directory}/page'\nexit ${exitCode}\n`,
  )
  chmodSync(join(directory, 'xdg-open'), 0o700)
  return { DISPLAY: ':0', PATH: `${directory}:${process.env.PATH}` }
}

test.skipIf(process.platform !== 'linux')(
  'opens the browser by a file, never by a token in an argument, and removes it when used',
  async () => {
    await start({ open: true, environment: fakeOpener(0) })
    const given = readFileSync(join(directory, 'given'), 'utf8').trim()
    expect(given).toMatch(/open-console-[0-9a-f]+\.html$/)
    expect(given).not.toContain('#t=')
    const url = /content="0; url=([^"]+)"/.exec(readFileSync(join(directory, 'page'), 'utf8'))![1]!
    expect(said).toEqual([expect.stringMatching(/opens in your browser.*npm run link/)])
    expect(said[0]).not.toContain('#t=')
    expect(existsSync(given)).toBe(true)
    expect((await exchange(url)).status).toBe(200)
    expect(existsSync(given)).toBe(false)
  },
)

test.skipIf(process.platform !== 'linux')('a browser that does not open gives way to the link', async () => {
  await start({ open: true, environment: fakeOpener(3) })
  expect(said).toEqual([expect.stringMatching(/^Gatehouse console: http/)])
  expect(readdirSync(directory).filter((file) => file.startsWith('open-console'))).toEqual([])
})

test('without a display the link is said', async () => {
  await start({ open: true, environment: {} })
  expect(said).toEqual([expect.stringMatching(/^Gatehouse console: http/)])
})
