// Before the end-to-end tests: builds what they run, so that they never test yesterday's console.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/** Vitest calls it once a run. */
export const setup = () => {
  const vite = resolve(root, 'node_modules/vite/bin/vite.js')
  const run = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  })
  if (run.status !== 0) throw new Error(`The console could not be built:\n${run.stdout}${run.stderr}`)
}
