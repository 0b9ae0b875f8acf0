// `npm run dev`: builds on every change and starts the headless host anew; same origin and same rules as in earnest.
import { fork, spawn } from 'node:child_process'
import { existsSync, mkdirSync, watch } from 'node:fs'
import { join } from 'node:path'
import { createRestartingHost } from './restarting-host.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const built = join(root, 'dist', 'main')
const entry = join(built, 'headless.js')
const flags = process.argv.slice(2)
/** A build writes several files; the host waits for the last. */
const quietMs = 500

mkdirSync(built, { recursive: true })
const host = createRestartingHost((first) => fork(entry, first ? flags : [...flags, '--no-open'], { cwd: process.cwd(), stdio: 'inherit' }))

let waiting: NodeJS.Timeout | undefined
// The folder above, since a build may make its own anew. Only the host's side: the page is read at each load.
watch(join(root, 'dist'), { recursive: true }, (_event, file) => {
  if (!file?.startsWith('main')) return
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    // A broken build has no entry: what runs goes on running.
    if (existsSync(entry)) host.restart()
  }, quietMs)
})

const vite = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--watch', '--logLevel', 'warn'], {
  cwd: root,
  env: { ...process.env, NODE_ENV: 'production' },
  stdio: 'inherit',
})

let stopping = false
const stop = async (exitCode: number) => {
  if (stopping) return
  stopping = true
  clearTimeout(waiting)
  vite.kill()
  await host.stop()
  process.exit(exitCode)
}
vite.on('exit', (code) => void stop(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
console.error('Building, and building again on each change. Ctrl-C ends it.')
