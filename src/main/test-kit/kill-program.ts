/** Runs a program of the test-kit that works without end, and kills it in the middle of it. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'

/** It must have died of the kill, and of nothing before it. */
const dead = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
}

/** Kills it once it has told `lines`; all that it told, what came between the kill and its death too. */
export const killAfterLines = async (program: URL, args: readonly string[], lines: number): Promise<string[]> => {
  const child = spawn(process.execPath, [program.pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const told: string[] = []
  for await (const line of createInterface(child.stdout)) if (told.push(line) === lines) child.kill('SIGKILL')
  await dead(child)
  return told
}

/** Kills it once `seen` resolves. */
export const killOnce = async (program: URL, args: readonly string[], seen: () => Promise<unknown>): Promise<void> => {
  const child = spawn(process.execPath, [program.pathname, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  await seen()
  child.kill('SIGKILL')
  await dead(child)
}
