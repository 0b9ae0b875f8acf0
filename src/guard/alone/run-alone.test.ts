import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const program = resolve(import.meta.dirname, '../start-guard.ts')
const example = /```yaml\n([\s\S]+?)```/.exec(readFileSync(resolve(import.meta.dirname, '../../../docs/guard.md'), 'utf8'))![1]!

let directory: string
let service: Server
let asked: IncomingHttpHeaders[]
let children: ChildProcess[]
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-alone-'))
  asked = []
  children = []
  service = createServer((request, response) => {
    asked.push(request.headers)
    response.end('hello')
  })
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  service.close()
  rmSync(directory, { recursive: true, force: true })
})

const servicePort = () => (service.address() as AddressInfo).port
const here = (text: string) => text.replace('port: 8080', 'port: 0').replace('port: 9090', 'port: 0').replace(':3000', `:${servicePort()}`)
const run = (args: string[], environment: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const said = { out: '', err: '', code: null as number | null, child }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  child.on('close', (code) => (said.code = code))
  return said
}
const file = () => join(directory, 'guard.yaml')
const put = (text: string) => {
  writeFileSync(`${file()}.new`, text)
  renameSync(`${file()}.new`, file())
}
const call = (port: number, path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string; type: string }> =>
  new Promise((done, fail) => {
    get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => done({ status: response.statusCode!, body, type: response.headers['content-type'] ?? '' }))
    }).on('error', fail)
  })
const portsOf = async (said: { err: string; code: number | null }) => {
  await expect.poll(() => said.err + String(said.code ?? '')).toMatch(/Serving|\d$/)
  const [, main] = /main on port (\d+)/.exec(said.err) ?? []
  const [, admin] = /metrics on port (\d+)/.exec(said.err) ?? []
  return { main: Number(main), admin: Number(admin) }
}

test('the example of the documentation serves, with a key that --new-key made, and tells what it did', async () => {
  const made = run(['--new-key'])
  await expect.poll(() => made.code).toBe(0)
  const [key] = /gh_\w{8}_[\w-]{43}/.exec(made.out)!
  const lines = made.out.slice(made.out.indexOf('- id:')).trimEnd()
  put(here(example).replace('keys: []', `keys:\n${lines.replace(/^/gm, '      ')}`))
  const said = run(['--config', file()], { UPSTREAM_KEY: 'sesame' })
  const { main, admin } = await portsOf(said)

  expect((await call(main, '/status')).body).toBe('hello')
  expect((await call(main, '/orders')).status).toBe(401)
  expect((await call(main, '/orders?token=hidden', { 'x-api-key': key })).status).toBe(200)
  expect(asked.at(-1)!['authorization']).toBe('Bearer sesame')
  expect(asked.at(-1)!['x-api-key']).toBeUndefined()

  expect(await call(admin, '/health')).toMatchObject({ status: 200, body: '{"status":"ok","problems":[],"warnings":[]}\n' })
  const metrics = await call(admin, '/metrics')
  expect(metrics.type).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(metrics.body).toContain('gatehouse_requests_total{route="api",consumer="shop",upstream="api",status="2xx"} 1\n')
  expect(metrics.body).toContain('gatehouse_refused_total{route="api",code="key-needed"} 1\n')
  expect(metrics.body).toContain('gatehouse_request_duration_seconds_bucket{route="api",le="+Inf"} 2\n')
  expect(metrics.body).toContain(`gatehouse_target_up{upstream="api",target="http://127.0.0.1:${servicePort()}"} 1\n`)
  for (const line of metrics.body.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/)

  await expect.poll(() => said.out.split('\n').length).toBe(4)
  const records = said.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { route: string; status: number; consumer: string | null })
  expect(records.map(({ route, status, consumer }) => [route, status, consumer])).toEqual([
    ['public', 200, null],
    ['api', 401, null],
    ['api', 200, 'shop'],
  ])
  expect(said.out + said.err).not.toMatch(new RegExp(`sesame|hidden|${key}`))

  said.child.kill('SIGTERM')
  await expect.poll(() => said.code).toBe(0)
})

const small = (extra = '') =>
  here(`listeners: [{ id: main, port: 8080 }]
admin: { port: 9090 }
upstreams: [{ id: api, name: API, targets: [{ url: 'http://127.0.0.1:3000' }] }]
routes: [{ id: all, name: All, upstream: api }]
${extra}`)

test('a file that changed is served by, one that is not good is told and the former serves on', async () => {
  put(small())
  const said = run(['--config', file()])
  const { main, admin } = await portsOf(said)
  put(small('colour: red\n'))
  await expect
    .poll(() => said.err)
    .toContain(`${file()}:5:1: colour: there is no such setting\nThe file is not good; the former serves on.`)
  expect((await call(main, '/')).status).toBe(200)
  expect((await call(admin, '/health')).body).toContain('The former serves on')
  put(small('defaults: { identity: required }\n'))
  said.child.kill('SIGHUP')
  await expect.poll(async () => (await call(main, '/')).status).toBe(401)
  expect((await call(admin, '/metrics')).body).toMatch(/gatehouse_policy_reloads_total\{outcome="refused"\} 1\n/)
})

test('a service that is down makes the guard unwell, with the reason', async () => {
  put(small().replace('name: API,', 'name: API, passiveHealth: { failures: 1 },').replace(String(servicePort()), '1'))
  const said = run(['--config', file()])
  const { main, admin } = await portsOf(said)
  expect((await call(main, '/')).status).toBe(502)
  expect(await call(admin, '/health')).toMatchObject({
    status: 503,
    body: expect.stringContaining('No target of the upstream api is well.') as string,
  })
})

test('a port in use ends it with 1, a file that is not good with 2, each with a sentence', async () => {
  put(small().replace('id: main, port: 0', `id: main, port: ${servicePort()}`))
  const taken = run(['--config', file()])
  await expect.poll(() => taken.code).toBe(1)
  expect(taken.err).toContain('this port is in use by another program')
  const missing = run(['--config', join(directory, 'other.yaml')])
  await expect.poll(() => missing.code).toBe(2)
  expect(missing.err).toContain('cannot be read: ENOENT')
  const misused = run([])
  await expect.poll(() => misused.code).toBe(2)
  expect(misused.err).toContain('npm run guard')
})

test('--check says whether the file is good and serves nothing', async () => {
  put(small())
  const good = run(['--config', file(), '--check'])
  await expect.poll(() => good.code).toBe(0)
  put(small('colour: red\n'))
  const bad = run(['--config', file(), '--check'])
  await expect.poll(() => bad.code).toBe(2)
  expect(bad.err).toContain(':5:1: colour')
})
