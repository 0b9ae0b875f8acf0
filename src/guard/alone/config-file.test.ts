import { chmodSync, mkdtempSync, rmSync, statSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from './config-file.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const read = (text: string, environment: Record<string, string> = {}) =>
  readConfig(text, { environment, readFile: (path) => ({ text: readFileSync(path, 'utf8'), mode: statSync(path).mode }) })
const faultsOf = (text: string) => {
  const config = read(text)
  return config.ok ? [] : config.faults
}

const good = `listeners:
  - { id: main, port: 8080 }
upstreams:
  - id: api
    name: API
    targets: [{ url: 'http://127.0.0.1:3000' }]
routes:
  - id: all
    name: All
    upstream: api
`
const withSecret = (secret: string) => `${good}    settings:
      injectKeys:
        - { header: x-key, secret: '${secret}' }
`

test('a good file is a policy, with where it answers for itself', () => {
  expect(read(`${good}admin: { port: 9090 }\n`)).toMatchObject({
    ok: true,
    admin: { host: '127.0.0.1', port: 9090 },
    policy: { routes: [{ id: 'all', upstream: 'api' }] },
  })
  expect(read(good)).toMatchObject({ admin: null })
})

test('each fault tells its line and column', () => {
  expect(faultsOf(good.replace('port: 8080', 'port: 80800'))).toMatchObject([{ line: 2, column: 17, path: 'listeners.0.port' }])
  expect(faultsOf(good.replace('upstream: api', 'upstream: other'))).toMatchObject([
    { line: 10, column: 5, path: 'routes.0.upstream', message: 'there is no upstream other' },
  ])
  expect(faultsOf(`${good}colour: red\n`)).toMatchObject([{ line: 11, column: 1, message: 'there is no such setting' }])
  expect(faultsOf(`${good}admin: { prt: 1 }\n`).map(({ line, path }) => [line, path])).toEqual([
    [11, 'admin.port'],
    [11, 'admin.prt'],
  ])
  expect(faultsOf(good.replace('    name: All\n', ''))).toMatchObject([{ line: 8, path: 'routes.0.name' }])
})

test('what is no YAML, nothing, or twice the same is told and not guessed', () => {
  expect(faultsOf('listeners: [')).toMatchObject([{ line: 1 }])
  expect(faultsOf('')).toHaveLength(1)
  expect(faultsOf('- a')).toHaveLength(1)
  expect(faultsOf(`${good}routes: []\n`)[0]).toMatchObject({ line: 11 })
  expect(faultsOf(good.replace('  - { id: main, port: 8080 }', '  []'))).toMatchObject([{ path: 'listeners' }])
})

test('aliases that grow without end are refused', () => {
  const bomb = Array.from(
    { length: 9 },
    (_, at) =>
      `a${at}: &a${at} [${
        at === 0
          ? 'x'
          : Array(9)
              .fill(`*a${at - 1}`)
              .join(', ')
      }]`,
  ).join('\n')
  expect(faultsOf(bomb)).toHaveLength(1)
})

test('a secret in the file is refused, and is not repeated', () => {
  const faults = faultsOf(withSecret('sk-live-sesame'))
  expect(faults).toMatchObject([{ line: 13, path: 'routes.0.settings.injectKeys.0.secret' }])
  expect(JSON.stringify(faults)).not.toContain('sesame')
  expect(faultsOf(`${good}defaults: { injectKeys: [{ header: x-key, secret: sesame }] }\n`)).toHaveLength(1)
})

test('a secret comes from the environment', () => {
  const text = withSecret('${env:UPSTREAM_KEY}')
  const config = read(text, { UPSTREAM_KEY: 'sesame' })
  expect(config).toMatchObject({ ok: true })
  expect(config.ok && [...config.secrets]).toEqual([['${env:UPSTREAM_KEY}', 'sesame']])
  expect(faultsOf(text)).toMatchObject([{ message: 'the variable UPSTREAM_KEY of the environment is not set' }])
})

test('a secret comes from a file that nobody else may read', () => {
  const file = join(directory, 'key')
  writeFileSync(file, 'sesame\n', { mode: 0o600 })
  const config = read(withSecret(`\${file:${file}}`))
  expect(config.ok && [...config.secrets.values()]).toEqual(['sesame'])
  chmodSync(file, 0o640)
  expect(faultsOf(withSecret(`\${file:${file}}`))[0]!.message).toContain('chmod 600')
  expect(faultsOf(withSecret(`\${file:${file}.gone}`))[0]!.message).toContain('ENOENT')
  writeFileSync(file, 'one\ntwo', { mode: 0o600 })
  chmodSync(file, 0o600)
  expect(faultsOf(withSecret(`\${file:${file}}`))[0]!.message).toContain('no header may have')
})

test('a header for the collector of OpenTelemetry is a reference, too, and crosses no network in plain text', () => {
  const telemetry = (url: string, secret: string) =>
    `${good}telemetry:\n  url: ${url}\n  traces: {}\n  headers: [{ header: authorization, template: 'Bearer {key}', secret: '${secret}' }]\n`
  const config = read(telemetry('https://otlp.example', '${env:OTLP_KEY}'), { OTLP_KEY: 'sesame' })
  expect(config).toMatchObject({ ok: true, policy: { telemetry: { traces: { ratio: 0.1 }, metrics: null } } })
  expect(config.ok && config.secrets.get('${env:OTLP_KEY}')).toBe('sesame')
  const [bare, ...others] = faultsOf(telemetry('https://otlp.example', 'sesame'))
  expect(bare).toMatchObject({ path: 'telemetry.headers.0.secret' })
  expect([others, bare!.message.includes('sesame')]).toEqual([[], false])
  expect(faultsOf(telemetry('http://otlp.example', '${env:PATH}')).map(({ path }) => path)).toContain('telemetry.url')
})
