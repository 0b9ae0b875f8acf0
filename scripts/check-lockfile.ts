// `npm run check:lockfile`: prints what is wrong with package-lock.json.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { judgeLockfile } from './lockfile.ts'
import type { Lockfile } from './lockfile.ts'
import { root } from './run-steps.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(root, name), 'utf8'))
const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> }
const faults = judgeLockfile(read('package-lock.json') as Lockfile, allowScripts)
for (const fault of faults) console.log(fault)
process.exitCode = faults.length === 0 ? 0 : 1
