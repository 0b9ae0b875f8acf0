// Runs commands side by side, says one line of each, and shows the whole output of those that fail.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface Step {
  name: string
  /** A program of node_modules/.bin, or `node`. */
  command: string
  args: string[]
}

export interface StepResult {
  name: string
  ok: boolean
  tookMs: number
  output: string
}

export const root = resolve(import.meta.dirname, '..')
const programs = resolve(root, 'node_modules/.bin')

/** `show` passes the output on while it comes. */
export const runStep = ({ name, command, args }: Step, { show = false } = {}): Promise<StepResult> =>
  new Promise((done) => {
    const startedAt = performance.now()
    const child = spawn(command === 'node' ? process.execPath : resolve(programs, command), args, {
      cwd: root,
      env: { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}`, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const finish = (ok: boolean) => done({ name, ok, tookMs: performance.now() - startedAt, output })
    child.on('error', (error) => {
      output += `${error.message}\n`
      finish(false)
    })
    child.on('close', (code) => finish(code === 0))
  })

export const showStep = ({ name, ok, tookMs }: StepResult) =>
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(24)}${(tookMs / 1000).toFixed(1).padStart(6)} s`)

/** At most `atOnce` side by side; true where all went well. */
export const runSteps = async (steps: Step[], atOnce: number): Promise<boolean> => {
  const waiting = [...steps]
  const failed: StepResult[] = []
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const result = await runStep(step)
      if (!result.ok) failed.push(result)
      showStep(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trimEnd()}`)
  return failed.length === 0
}
