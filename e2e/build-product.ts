// Before the end-to-end tests: builds what they run, so that they never test yesterday's console.
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Vitest calls it once a run. */
export const setup = () => {
  const vite = resolve(root, 'node_modules/vite/bin/vite.js')
  try {
    execFileSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'pipe',
      env: { ...process.env, NODE_ENV: 'production' },
    })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer }
    throw new Error(`The console could not be built:\n${stdout.toString()}${stderr.toString()}`, { cause: error })
  }
}
