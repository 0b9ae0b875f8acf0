// Entry of the guard: beside a console (--data-dir), or alone with a file (--config).
import { exitCodes, runBesideConsole } from './run-beside-console.ts'
import { parseGuardArguments } from './guard-arguments.ts'

// A reader of the output that went away must not end the guard.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const parsed = parseGuardArguments(process.argv.slice(2))
switch (parsed.kind) {
  case 'help':
    console.log(parsed.text)
    break
  case 'refused':
    console.error(parsed.message)
    process.exitCode = exitCodes.misused
    break
  case 'beside-console':
    await runBesideConsole(parsed.dataDirectory, parsed.logLevel, parsed.attached ? process.stdin : null)
    break
}
