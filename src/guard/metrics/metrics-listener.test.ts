import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../ports/logger.ts'
import { call } from '../test-kit/call.ts'
import { createMetricsListener } from './metrics-listener.ts'

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

const setUp = async (secrets: Record<string, string> = {}) => {
  const listener = createMetricsListener({
    metrics: () => [{ name: 'up', help: 'Is.', type: 'gauge', samples: [{ labels: { of: 'a "b"\n' }, value: 1 }] }],
    secretOf: (reference) => secrets[reference] ?? null,
    logger: silentLogger,
  })
  onTestFinished(() => listener.close())
  const serve = async (metrics: object | null) => {
    const prepared = await listener.prepare({ metrics })
    if (!prepared.ok) return prepared.fault
    prepared.keep()
    return null
  }
  const ask = async (port: number, headers: Record<string, string> = {}, path = '/metrics') => {
    const { answer, text } = await call(`http://127.0.0.1:${port}${path}`, { headers, agent: false })
    return { status: answer.statusCode, type: answer.headers['content-type'], text }
  }
  return { listener, serve, ask, port: await freePort() }
}

test('figures are told by address alone, and to nobody once they are turned off', async () => {
  const { listener, serve, ask, port } = await setUp()
  expect(listener.isOpen()).toBe(false)
  expect(await serve({ port })).toBe(null)
  expect(await ask(port)).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    text: '# HELP up Is.\n# TYPE up gauge\nup{of="a \\"b\\"\\n"} 1\n',
  })
  expect((await ask(port, { host: `localhost:${port}` })).status).toBe(200)
  expect((await ask(port, { host: 'pages.example' })).status).toBe(421)
  expect((await ask(port, {}, '/health')).status).toBe(404)
  expect(await serve(null)).toBe(null)
  expect(listener.isOpen()).toBe(false)
  await expect.poll(() => ask(port).catch((error: NodeJS.ErrnoException) => error.code)).toBe('ECONNREFUSED')
})

test('with a token only who shows it reads, and nobody while it cannot be had', async () => {
  const secrets: Record<string, string> = {}
  const { serve, ask, port } = await setUp(secrets)
  await serve({ port, token: 'vault:scrape' })
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  expect((await ask(port, bearer('sesame'))).status).toBe(503)
  secrets['vault:scrape'] = 'sesame'
  expect((await ask(port)).status).toBe(401)
  expect((await ask(port, bearer('sesam'))).status).toBe(401)
  expect((await ask(port, { ...bearer('sesame'), host: 'guard.internal' })).status).toBe(200)
})

test('a port in use is a fault and the former goes on; the same port changes its address; what is dropped leaves all as it was', async () => {
  const { listener, serve, ask, port } = await setUp()
  await serve({ port })
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  onTestFinished(() => void other.close())
  const fault = { path: 'metrics.port', message: 'this port is in use by another program' }
  expect(await serve({ port: (other.address() as AddressInfo).port })).toEqual(fault)
  expect((await ask(port)).status).toBe(200)

  const prepared = await listener.prepare({ metrics: { host: '0.0.0.0', port, token: 'vault:none' } })
  expect((await ask(port)).status).toBe(503)
  if (prepared.ok) await prepared.drop()
  expect((await ask(port)).status).toBe(200)
  expect(await serve({ host: '0.0.0.0', port, token: 'vault:none' })).toBe(null)
  expect((await ask(port)).status).toBe(503)
  expect(listener.isOpen()).toBe(true)
})
