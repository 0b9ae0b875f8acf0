// `npm run bench -- NAME [--quick] [--json]`: runs bench/NAME.bench.ts and prints its figures. A missed goal is told, not punished.
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { toJson, toTable } from './figure.ts'
import type { Benchmark } from './figure.ts'

const names = globSync('*.bench.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.bench.ts'))
  .toSorted()
const usage = `npm run bench -- NAME [--quick] [--json]\nThere are: ${names.join(', ')}`

const parse = () => {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    })
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    process.exit(2)
  }
}
const { values, positionals } = parse()
const [name] = positionals
if (name === undefined || positionals.length > 1 || !names.includes(name)) {
  console.error(name === undefined ? usage : `There is no benchmark "${positionals.join(' ')}".\n${usage}`)
  process.exit(2)
}

const { run } = (await import(pathToFileURL(join(import.meta.dirname, `${name}.bench.ts`)).href)) as { run: Benchmark }
const figures = await run({ quick: values.quick })
console.log(values.json ? figures.map((figure) => JSON.stringify(toJson(figure))).join('\n') : toTable(figures))
