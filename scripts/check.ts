// `npm run check [name]`: types of every world, lint with the walls, format, dead code and the lockfile.
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { root, runSteps } from './run-steps.ts'
import type { Step } from './run-steps.ts'

const worlds = ['src/*', '*']
  .flatMap((pattern) => globSync(`${pattern}/tsconfig.json`, { cwd: root, exclude: (name) => name === 'node_modules' }))
  .map((file) => dirname(file))
  .toSorted()

const steps: Record<string, Step[]> = {
  // One thread each: the worlds already take all cores, and threads of one world cost twice the work.
  types: worlds.map((world) => ({ name: `types of ${world}`, command: 'tsc', args: ['-p', world, '--singleThreaded'] })),
  lint: [{ name: 'lint', command: 'oxlint', args: [] }],
  format: [{ name: 'format', command: 'prettier', args: ['--check', '--cache', '--log-level', 'warn', '.'] }],
  'dead-code': [{ name: 'dead code', command: 'knip', args: ['--no-progress', '--treat-config-hints-as-errors'] }],
  lockfile: [{ name: 'lockfile', command: 'node', args: ['scripts/check-lockfile.ts'] }],
}

const [asked] = process.argv.slice(2)
if (asked !== undefined && !(asked in steps)) {
  console.error(`There is no check "${asked}". There are: ${Object.keys(steps).join(', ')}.`)
  process.exit(2)
}
if (!existsSync(resolve(root, 'node_modules'))) {
  console.error('Run npm ci first.')
  process.exit(2)
}
// The slowest first, so that the last one does not stand alone.
const order = ['dead-code', 'format', 'lint', 'types', 'lockfile']
const chosen = order.filter((name) => asked === undefined || asked === name).flatMap((name) => steps[name]!)
process.exitCode = (await runSteps(chosen, Math.max(2, availableParallelism()))) ? 0 : 1
