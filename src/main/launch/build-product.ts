// Builds the product into dist where its sources are newer than what lies there.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const watched = ['src', 'vite.config.ts', 'package.json', 'package-lock.json']
/** Both, so that a build that was broken off is none. */
const products = ['dist/main/headless.js', 'dist/renderer/index.html']
const stampFile = 'dist/built-from'
const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** Of the name, time and size of every file that the build reads: deletions count too. */
export const fingerprintSources = (root: string): string => {
  const hash = createHash('sha256')
  const add = (path: string) => {
    const stats = statSync(join(root, path), { throwIfNoEntry: false })
    if (stats?.isDirectory()) for (const name of readdirSync(join(root, path)).toSorted()) add(join(path, name))
    else if (stats && !isTest(path)) hash.update(`${path}\0${stats.mtimeMs}\0${stats.size}\n`)
  }
  for (const path of watched) add(path)
  return hash.digest('hex')
}

/** An installation without sources has nothing to build from. */
export const isStale = (root: string, fingerprint: string): boolean => {
  if (!existsSync(join(root, 'src'))) return false
  if (products.some((product) => !existsSync(join(root, product)))) return true
  const stamp = join(root, stampFile)
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== fingerprint
}

/** Of all that Vite says, what is wrong; the stack is that of Vite, not of the source. */
export const failureOf = (said: string): string => {
  const plain = stripVTControlCharacters(said)
  const lines = plain.slice(Math.max(0, plain.lastIndexOf('error during build:'))).split('\n')
  return lines
    .filter((line) => !/^\s+at |^error during build:|^\s*errors: \[|^}$/.test(line))
    .join('\n')
    .trim()
}

const runVite = (root: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The console could not be built:\n${failureOf(said)}`))))
  })

export const buildWhatIsStale = async (root: string, tell: (line: string) => void, build = runVite): Promise<'built' | 'fresh'> => {
  const fingerprint = fingerprintSources(root)
  if (!isStale(root, fingerprint)) return 'fresh'
  tell('Building the console…')
  rmSync(join(root, stampFile), { force: true })
  await build(root)
  mkdirSync(join(root, 'dist'), { recursive: true })
  // Of before the build: what changed meanwhile is built the next time.
  writeFileSync(join(root, stampFile), fingerprint)
  return 'built'
}
