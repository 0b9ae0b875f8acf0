// Entry of `npm run link`: prints a fresh link to the running console.
import { homedir } from 'node:os'
import { parseHostOptions } from '../console/host-options.ts'
import { askForLink } from './link-socket.ts'
import { linkLine } from './link-line.ts'

const machine = { platform: process.platform, homeDirectory: homedir(), workingDirectory: process.cwd() }
const parsed = parseHostOptions(process.argv.slice(2), process.env, machine, { usage: 'npm run link -- [--data-dir DIR]' })

if (parsed.kind === 'help') console.log(parsed.text)
else if (parsed.kind === 'refused') {
  console.error(parsed.message)
  process.exitCode = 2
} else {
  const { dataDirectory } = parsed.options
  try {
    const url = await askForLink(dataDirectory)
    if (url) console.log(linkLine(url))
    else {
      console.error(
        `No console with a link runs on ${dataDirectory}. Start one with npm start; the desktop app needs no link, its window is the console.`,
      )
      process.exitCode = 1
    }
  } catch (error) {
    console.error(`The running console could not be asked: ${(error as Error).message}`)
    process.exitCode = 1
  }
}
