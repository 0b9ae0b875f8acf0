/** The guard as a program of its own, by a file, for tests of what its process uses. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { call } from './call.ts'
import type { PolicyInput } from './running-guard.ts'
import { afterTest, listening } from './running-guard.ts'

const program = resolve(import.meta.dirname, '../start-guard.ts')

export interface GuardProgram {
  port: number
  /** Resident, in MB (10^6 bytes). */
  memory(): Promise<number>
  /** The most of it while `work` goes on. */
  mostMemoryDuring(work: Promise<unknown>): Promise<number>
}

export const startGuardProgram = async (policy: PolicyInput): Promise<GuardProgram> => {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-program-'))
  const file = join(directory, 'guard.yaml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...policy, listeners: listening, admin: { port: 0 } }))
  // Standard output tells each request: nobody reads it here.
  const child = spawn(process.execPath, [program, '--config', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  // Also where nothing is cleaned up after the test.
  process.once('exit', () => child.kill('SIGKILL'))
  afterTest(() => {
    child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await expect.poll(() => said + (child.exitCode ?? '')).toMatch(/metrics on port \d+|\d$/)
  const [, main] = /main on port (\d+)/.exec(said) ?? []
  const [, admin] = /metrics on port (\d+)/.exec(said) ?? []
  if (main === undefined) throw new Error(said)
  const memory = async () => {
    const { text } = await call(`http://127.0.0.1:${admin}/metrics`, { agent: false })
    return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)![1]) / 1e6
  }
  return {
    port: Number(main),
    memory,
    mostMemoryDuring: async (work) => {
      let over = false
      const done = work.finally(() => (over = true))
      let most = 0
      while (!over) most = Math.max(most, await memory())
      await done
      return most
    },
  }
}
