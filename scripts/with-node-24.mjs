#!/usr/bin/env node
// Runs a TypeScript file of this project with Node 24 or newer, also where an older Node (18 and up) was called.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [file, ...args] = process.argv.slice(2)

if (!file) {
  console.error('Say which file to run: node scripts/with-node-24.mjs FILE [arguments]')
  process.exitCode = 2
} else if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv = [process.argv[0], resolve(file), ...args]
  await import(pathToFileURL(resolve(file)).href)
} else {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) {
    // With the channel the child notices when this process is killed, and stops in order.
    const child = spawn(own, [resolve(file), ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.on('error', (error) => {
      console.error(`Node 24 could not be started: ${error.message}`)
      process.exitCode = 1
    })
    child.on('exit', (code, signal) => {
      process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  } else {
    console.error(
      `Gatehouse needs Node 24 or newer, and this is Node ${process.versions.node}. "npm ci" brings one along; or install it from https://nodejs.org.`,
    )
    process.exitCode = 1
  }
}
