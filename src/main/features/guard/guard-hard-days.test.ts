import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../../ports/clock.ts'
import { createIds } from '../../../ports/ids.ts'
import { silentLogger } from '../../../ports/logger.ts'
import type { GuardRunner } from './guard-runner.service.ts'
import { createGuardRunner } from './guard-runner.service.ts'
import { spawnGuard } from './spawn-guard.ts'

const program = resolve(import.meta.dirname, '../../../guard/start-guard.ts')
let directory: string
let runners: GuardRunner[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-guard-'))
  runners = []
})
afterEach(async () => {
  for (const runner of runners) await runner.stop(0)
  rmSync(directory, { recursive: true, force: true })
})

const run = (lookEveryMs?: number) => {
  const pids: number[] = []
  const runner = createGuardRunner({
    dataDirectory: directory,
    startProcess: spawnGuard({ program, detached: true, environment: process.env }),
    detached: true,
    clock: systemClock,
    ids: createIds(systemClock),
    logger: silentLogger,
    listener: {
      onHello: ({ pid }) => pids.push(pid),
      onApplied: () => {},
      onState: () => {},
      onBatch: async () => {},
      onGone: () => {},
    },
    onChange: () => {},
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  })
  runners.push(runner)
  runner.start()
  return { runner, pids }
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A console in a process of its own, with nothing but the guard's keeper. */
const consoleProcess = async (detached: boolean) => {
  const file = (name: string) => JSON.stringify(resolve(import.meta.dirname, name))
  const script = `
    import { createGuardRunner } from ${file('guard-runner.service.ts')}
    import { spawnGuard } from ${file('spawn-guard.ts')}
    import { systemClock } from ${file('../../../ports/clock.ts')}
    import { createIds } from ${file('../../../ports/ids.ts')}
    import { silentLogger } from ${file('../../../ports/logger.ts')}
    const nothing = () => {}
    createGuardRunner({
      dataDirectory: ${JSON.stringify(directory)},
      startProcess: spawnGuard({ program: ${JSON.stringify(program)}, detached: ${detached}, environment: process.env }),
      detached: ${detached}, clock: systemClock, ids: createIds(systemClock), logger: silentLogger, onChange: nothing,
      listener: { onHello: ({ pid }) => console.log(pid), onApplied: nothing, onState: nothing, onBatch: async () => {}, onGone: nothing },
    }).start()
    setInterval(nothing, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = Number(await new Promise<string>((done) => child.stdout.once('data', (chunk: Buffer) => done(chunk.toString()))))
  return { child, pid }
}

test('a console that is killed leaves a detached guard serving, and the next console finds it', async () => {
  const { child, pid } = await consoleProcess(true)
  child.kill('SIGKILL')
  await new Promise((done) => child.once('exit', done))
  const { pids } = run()
  await expect.poll(() => pids).toEqual([pid])
})

test('a console that is killed takes an attached guard with it', async () => {
  const { child, pid } = await consoleProcess(false)
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('a guard that hangs is ended and started again', async () => {
  const { pids } = run(500)
  await expect.poll(() => pids.length).toBe(1)
  process.kill(pids[0]!, 'SIGSTOP')
  await expect.poll(() => pids.length).toBe(2)
  expect(isAlive(pids[0]!)).toBe(false)
  expect(pids[1]).not.toBe(pids[0])
})

test('a socket that was cleaned away is made anew, and one that another guard put there ends the former', async () => {
  const { runner, pids } = run()
  await expect.poll(() => pids.length).toBe(1)
  await runner.leave()
  rmSync(join(directory, 'guard.sock'))
  await expect.poll(() => existsSync(join(directory, 'guard.sock'))).toBe(true)
  const next = run()
  await expect.poll(() => next.pids).toEqual(pids)
  await next.runner.leave()

  // Two that start at the same moment may both find the place free.
  rmSync(join(directory, 'guard.sock'))
  const other = createServer().listen(join(directory, 'guard.sock'))
  await expect.poll(() => isAlive(pids[0]!)).toBe(false)
  other.close()
})

test('a guard that cannot start is told with its reason, and tried again ever more seldom', async () => {
  const runner = createGuardRunner({
    dataDirectory: directory,
    startProcess: spawnGuard({ program: join(directory, 'no-such-program.js'), detached: false, environment: process.env }),
    detached: false,
    clock: systemClock,
    ids: createIds(systemClock),
    logger: silentLogger,
    listener: { onHello: () => {}, onApplied: () => {}, onState: () => {}, onBatch: async () => {}, onGone: () => {} },
    onChange: () => {
      const state = runner.process()
      if (state.kind === 'away') waits.push(state.nextTryAtMs - systemClock.now())
    },
  })
  const waits: number[] = []
  runners.push(runner)
  runner.start()
  await expect.poll(() => waits.length).toBe(3)
  expect(runner.process()).toMatchObject({ kind: 'away', problem: expect.stringContaining('it ended with code 1') as string })
  expect(waits[2]!).toBeGreaterThan(waits[0]! * 2)
  expect(readFileSync(join(directory, 'guard.log'), 'utf8')).toContain('no-such-program')
})
