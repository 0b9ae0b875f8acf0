// Entry of the guard: beside a console (--data-dir), or alone with a file (--config).
import { systemClock } from '../ports/clock.ts'
import { createIds } from '../ports/ids.ts'
import { newKey } from './alone/new-key.ts'
import { faultLine, readConfigFile, runAlone } from './alone/run-alone.ts'
import { exitCodes } from './exit-codes.ts'
import { parseGuardArguments } from './guard-arguments.ts'
import { runBesideConsole } from './run-beside-console.ts'

// A reader of the output that went away must not end the guard.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const check = (file: string) => {
  const read = readConfigFile(file)
  if (read.ok) return console.log('The file is good.')
  for (const fault of read.faults) console.error(faultLine(file, fault))
  process.exitCode = exitCodes.misused
}

const parsed = parseGuardArguments(process.argv.slice(2))
switch (parsed.kind) {
  case 'help':
    console.log(parsed.text)
    break
  case 'refused':
    console.error(parsed.message)
    process.exitCode = exitCodes.misused
    break
  case 'new-key': {
    const { key, lines } = newKey(createIds(systemClock))
    console.log(`The key, shown this once:\n\n${key}\n\nUnder "keys:" of its consumer:\n\n${lines}`)
    break
  }
  case 'check':
    check(parsed.configFile)
    break
  case 'alone':
    await runAlone(parsed, (line) => console.error(line))
    break
  case 'beside-console':
    await runBesideConsole(parsed.dataDirectory, parsed.logLevel, parsed.attached ? process.stdin : null)
    break
}
