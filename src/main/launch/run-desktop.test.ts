import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createHandClock } from '../test-kit/hand-clock.ts'
import { readyLine, runDesktop } from './run-desktop.ts'
import type { DesktopOptions } from './run-desktop.ts'

/** Node plays Electron. */
const run = (script: string, options: Partial<DesktopOptions> = {}) => {
  const written: string[] = []
  const result = runDesktop({
    command: process.execPath,
    args: ['-e', script],
    environment: process.env,
    write: (stream, line) => written.push(`${stream}: ${line}`),
    onSignals: () => () => {},
    ...options,
  })
  return { written, result }
}

test('once its window is there, what it says is passed on and its exit code is ours', async () => {
  const script = `console.error('noise'); process.on('SIGUSR2', () => { console.error('careful'); process.exit(7) }); setInterval(() => {}, 1000)
    console.log('${readyLine}'); console.log('hello')`
  const heard: string[] = []
  let pass: (signal: NodeJS.Signals) => void = () => {}
  const { result } = run(script, {
    write: (stream, line) => {
      heard.push(`${stream}: ${line}`)
      if (line === 'hello') pass('SIGUSR2')
    },
    onSignals: (passer) => {
      pass = passer
      return () => {}
    },
  })
  expect(await result).toEqual({ kind: 'ended', exitCode: 7 })
  expect(heard).toEqual(['stdout: hello', 'stderr: careful'])
})

test('the message says ready as well as the line', async () => {
  const { result } = run(`process.send({ kind: 'ready' }, () => process.exit(4))`)
  expect(await result).toEqual({ kind: 'ended', exitCode: 4 })
})

test('ended before, its last line is the reason', async () => {
  const { written, result } = run(`console.error('first'); console.error('FATAL: no sandbox'); console.error(''); process.exitCode = 1`)
  expect(await result).toEqual({ kind: 'failed', reason: 'FATAL: no sandbox' })
  expect(written).toEqual([])
})

test('ended before without a word, its code is the reason', async () => {
  expect(await run(`process.exit(5)`).result).toEqual({ kind: 'failed', reason: 'it ended with code 5' })
  expect(await run(`process.kill(process.pid, 'SIGSEGV')`).result).toEqual({ kind: 'failed', reason: 'it ended with code 139' })
})

test('without a window in its time it is ended, even where it does not want to end', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-desktop-run-'))
  const up = join(directory, 'up')
  const clock = createHandClock()
  const { result } = run(
    `process.on('SIGTERM', () => {}); console.error('waiting for the GPU'); require('node:fs').writeFileSync(${JSON.stringify(up)}, ''); setInterval(() => {}, 1000)`,
    { clock },
  )
  while (!existsSync(up)) await new Promise((resolve) => setImmediate(resolve))
  clock.advance(15_000)
  clock.advance(5000)
  expect(await result).toEqual({ kind: 'failed', reason: 'no window within 15 s; waiting for the GPU' })
  expect(clock.waiting()).toBe(0)
  rmSync(directory, { recursive: true })
})

test.each([
  [0, 0],
  [2, 2],
  [3, 1],
  [4, 0],
])('with code %i it has said itself what is the matter: told once, and no other host is tried', async (code, exitCode) => {
  const { written, result } = run(`console.error('noise'); console.error('It is running already.'); process.exitCode = ${code}`)
  expect(await result).toEqual({ kind: 'ended', exitCode })
  expect(written).toEqual(['stderr: It is running already.'])
})

test('a program that is not there is a reason', async () => {
  expect(await run('', { command: '/nowhere/electron' }).result).toEqual({
    kind: 'failed',
    reason: expect.stringContaining('ENOENT') as string,
  })
})

test('a signal reaches the child, and its orderly stop is waited for', async () => {
  let pass: (signal: NodeJS.Signals) => void = () => {}
  const orderly = `process.on('SIGINT', () => setTimeout(() => { console.log('stopped in order'); process.exit(0) }, 50)); setInterval(() => {}, 1000); console.log('${readyLine}'); console.log('up')`
  let up = () => {}
  const isUp = new Promise<void>((resolve) => (up = resolve))
  const written: string[] = []
  const { result } = run(orderly, {
    write: (_, line) => {
      written.push(line)
      if (line === 'up') up()
    },
    onSignals: (passer) => {
      pass = passer
      return () => {}
    },
  })
  await isUp
  pass('SIGINT')
  expect(await result).toEqual({ kind: 'ended', exitCode: 0 })
  expect(written).toContain('stopped in order')
})
