import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-start-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const run = (
  entry: string,
  args: string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; out: string; err: string }> =>
  new Promise((resolve, reject) => {
    const { GATEHOUSE_DATA_DIR: _d, GATEHOUSE_PORT: _p, DISPLAY: _x, ...rest } = process.env
    const child = spawn(process.execPath, [join(import.meta.dirname, entry), ...args], {
      env: { ...rest, HOME: directory, XDG_DATA_HOME: '', ...environment },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })

test('a wrong option ends with 2 and one sentence, and nothing is made', async () => {
  expect(await run('start.ts', ['--port', 'many'])).toEqual({
    code: 2,
    out: '',
    err: '--port is "many", but a port is a whole number from 0 to 65535.\n',
  })
  expect(await run('start.ts', [], { GATEHOUSE_PORT: '99999' })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^GATEHOUSE_PORT is "99999"/) as string,
  })
  expect(await run('link.ts', ['--prot'])).toMatchObject({ code: 2, err: expect.stringMatching(/Unknown option '--prot'/) as string })
  expect(readdirSync(directory)).toEqual([])
})

test('--help tells the options and starts nothing', async () => {
  expect(await run('start.ts', ['--help'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^npm start .*--data-dir/s) as string,
  })
  expect(readdirSync(directory)).toEqual([])
})

test('a data directory that cannot be made ends with 1 and the way out', async () => {
  writeFileSync(join(directory, 'file'), '')
  const { code, out, err } = await run('start.ts', ['--no-open', '--port', '0', '--data-dir', join(directory, 'file', 'below')])
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/cannot be written to.*--data-dir/)
})

test('without a running console there is no link, and the way to one is told', async () => {
  const { code, out, err } = await run('link.ts', ['--data-dir', directory])
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain('npm start')
})

test.skipIf(process.platform === 'win32')('a silent keychain does not hold up the end, and the exit code stays', async () => {
  const pipe = join(directory, 'pipe')
  spawnSync('mkfifo', [pipe])
  const script = join(directory, 'stuck.mjs')
  // Opening a pipe that nobody writes to holds a thread of Node's pool, as a silent keychain does.
  writeFileSync(
    script,
    `import { open } from 'node:fs'; import { endProcess } from ${JSON.stringify(join(import.meta.dirname, 'end-process.ts'))}
    open(${JSON.stringify(pipe)}, 'r', () => {}); setImmediate(() => endProcess(7, true))`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(7)
  expect(err).toBe('')
})
