import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findElectron } from './electron-binary.ts'
import { fetchElectron } from './fetch-electron.ts'

let root: string
let server: Server
let answer: RequestListener
let url: string

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-fetch-'))
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/electron.zip`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(root, { recursive: true, force: true })
})

/** An installer that downloads one file and wants it whole, as electron's own does. */
const fetchFrom = async (environment: NodeJS.ProcessEnv = {}) => {
  const installer = join(root, 'install.mjs')
  writeFileSync(
    installer,
    `const response = await fetch(${JSON.stringify(url)}); if (!response.ok) throw new Error('refused'); await response.arrayBuffer()`,
  )
  const percents: number[] = []
  const reason = await fetchElectron({
    root,
    installer,
    environment: { PATH: process.env.PATH, ...environment },
    showPercent: (percent) => percents.push(percent),
  })
  return { reason, percents }
}

test('a download that arrives shows how far it is, up to the whole', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': '1000000' })
    response.end(Buffer.alloc(1_000_000))
  }
  const { reason, percents } = await fetchFrom()
  expect(reason).toBeNull()
  expect(percents.at(-1)).toBe(100)
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
})

test('a host that accepts and says nothing is given up after its time', async () => {
  answer = () => {}
  expect((await fetchFrom({ GATEHOUSE_FIRST_BYTE_MS: '200' })).reason).toMatch(/^127\.0\.0\.1:\d+ gave no first byte within 0\.2 s$/)
})

test('headers alone are no first byte', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.flushHeaders()
  }
  expect((await fetchFrom({ GATEHOUSE_FIRST_BYTE_MS: '200' })).reason).toMatch(/gave no first byte/)
})

test('a host that falls silent in the middle is given up too', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': '10' })
    response.write('half')
  }
  expect((await fetchFrom({ GATEHOUSE_SILENCE_MS: '200' })).reason).toMatch(/fell silent for 0\.2 s in the middle/)
})

test('a refusal and an unreachable host are told', async () => {
  answer = (_, response) => response.writeHead(404).end()
  expect((await fetchFrom()).reason).toMatch(/answered 404$/)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  expect((await fetchFrom()).reason).toMatch(/^127\.0\.0\.1:\d+ cannot be reached \(.*ECONNREFUSED.*\)$/)
})

test('a forbidden download is not tried', async () => {
  let asked = false
  answer = () => (asked = true)
  expect((await fetchFrom({ ELECTRON_SKIP_BINARY_DOWNLOAD: '1' })).reason).toMatch(/forbids/)
  expect(asked).toBe(false)
})

test('the binary is found where its package says it lies', () => {
  const electron = join(root, 'node_modules/electron')
  const put = (path: string, text = '') => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  expect(findElectron(root, {}).state).toBe('not-installed')
  put(join(electron, 'install.js'))
  expect(findElectron(root, {}).state).toBe('binary-missing')
  put(join(electron, 'path.txt'), 'electron')
  expect(findElectron(root, {}).state).toBe('binary-missing')
  put(join(electron, 'dist/electron'))
  expect(findElectron(root, {})).toEqual({ state: 'present', path: join(electron, 'dist/electron') })
  expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: '/elsewhere' })).toEqual({
    state: 'binary-missing',
    path: '/elsewhere/electron',
  })
})
