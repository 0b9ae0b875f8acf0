import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { ForkOptions } from 'electron'
import { expect, test } from 'vitest'
import type { ForkGuardOptions } from './fork-guard.ts'
import { forkGuard } from './fork-guard.ts'

test('the guard of the app is given its data directory, none of our variables, and tells its end to all who ask', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-fork-'))
  const calls: { program: string; args: string[]; options: ForkOptions }[] = []
  const stderr = new PassThrough()
  const did: string[] = []
  const child = Object.assign(new EventEmitter(), { pid: 7, stderr, kill: () => did.push('killed') })
  const fork = (program: string, args: string[], options: ForkOptions) => {
    calls.push({ program, args, options })
    return child
  }
  const start = forkGuard({
    utilityProcess: { fork } as unknown as ForkGuardOptions['utilityProcess'],
    program: '/app/guard.js',
    environment: { PATH: '/bin', GATEHOUSE_MASTER_KEY: 'sesame' },
  })
  const guard = start(directory)
  expect(calls).toMatchObject([{ program: '/app/guard.js', args: ['--data-dir', directory], options: { env: { PATH: '/bin' } } }])
  expect(JSON.stringify(calls)).not.toContain('sesame')
  guard.onExit((problem) => did.push(problem))
  stderr.end('a line\n')
  await expect.poll(() => readFileSync(join(directory, 'guard.log'), 'utf8')).toBe('a line\n')
  guard.kill()
  child.emit('exit', 1)
  guard.onExit((problem) => did.push(problem))
  expect(did).toEqual(['killed', 'it ended with code 1, see guard.log', 'it ended with code 1, see guard.log'])
  rmSync(directory, { recursive: true, force: true })
})
