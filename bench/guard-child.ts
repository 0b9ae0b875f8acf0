// Starts the programs that the guard's benchmark measures: each a process of its own, on the core it is given.
import type { ChildProcess } from 'node:child_process'
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

/** The proxy has one core for itself; load, service and console share the other. */
export const proxyCore = 1
export const loadCore = 0

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

export const pin = (pid: number, core: number): void => {
  // All threads, those of the garbage collection included.
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(pid)])
}

export interface Child {
  pid: number
  process: ChildProcess
  /** What the program says first. */
  port: number
  stop(): Promise<void>
}

export const startChild = async (file: string, core: number, parameters: readonly string[] = []): Promise<Child> => {
  const child = fork(join(import.meta.dirname, file), parameters, { serialization: 'json' })
  pin(child.pid!, core)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  pin(child.pid!, core)
  return {
    pid: child.pid!,
    process: child,
    port,
    stop: async () => {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}
