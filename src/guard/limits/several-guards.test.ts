import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { call } from '../test-kit/call.ts'
import { startService } from '../test-kit/running-guard.ts'

const program = resolve(import.meta.dirname, '../start-guard.ts')

const setUp = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-guards-'))
  const children: ChildProcess[] = []
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  })
  const service = await startService((_request, response) => response.end('served'))
  const config = join(directory, 'guard.yaml')
  writeFileSync(
    config,
    `listeners: [{ id: main, port: 0 }]
upstreams: [{ id: api, name: API, targets: [{ url: '${service}' }] }]
routes: [{ id: all, name: All, upstream: api }]
limits: [{ id: ten, name: Ten, layer: source, limit: 10, perMs: 3600000 }]
limitStore: sqlite
`,
  )
  const start = async () => {
    const args = [program, '--config', config, '--limits-file', join(directory, 'shared.db')]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    children.push(child)
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    await expect.poll(() => said, { timeout: 20_000 }).toContain('Serving')
    expect(said).not.toContain('cannot be counted')
    const port = Number(/main on port (\d+)/.exec(said)![1])
    return {
      statusOf: async () => (await call(`http://127.0.0.1:${port}`, { agent: false })).answer.statusCode,
      kill: async () => {
        child.kill('SIGKILL')
        await once(child, 'exit')
      },
    }
  }
  return { start }
}

test('of 15 spread over two guards with 10 allowed exactly 5 are refused, and a guard after both were killed knows it', async () => {
  const { start } = await setUp()
  const guards = await Promise.all([start(), start()])
  const statuses = await Promise.all(Array.from({ length: 15 }, (_, at) => guards[at % 2]!.statusOf()))
  expect(statuses.filter((status) => status === 200)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  for (const guard of guards) await guard.kill()
  expect(await (await start()).statusOf()).toBe(429)
})
