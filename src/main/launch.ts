// Builds what is stale, picks the host that can run here and runs it: the desktop app, else the headless host, saying why.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildWhatIsStale } from './launch/build-product.ts'
import { afterFailure, chooseHost } from './launch/choose-host.ts'
import type { Choice, Wanted } from './launch/choose-host.ts'
import { findElectron } from './launch/electron-binary.ts'
import { fetchElectron } from './launch/fetch-electron.ts'
import { progressLine } from './launch/progress-line.ts'
import { runDesktop } from './launch/run-desktop.ts'

const root = join(import.meta.dirname, '..', '..')
const environment = process.env
// Standard output is for the link alone.
const tell = (line: string) => console.error(line)

const ownFlags: Record<string, Wanted> = { '--desktop': 'desktop', '--headless': 'headless' }
const given = process.argv.slice(2)
const wanted = given.map((arg) => ownFlags[arg]).find((host) => host !== undefined) ?? 'either'
const flags = given.filter((arg) => !(arg in ownFlags))

const runHeadless = async (reason: string | null) => {
  if (reason) tell(`Running without a desktop window, because ${reason}.`)
  const host = join(root, 'dist', 'main', 'headless.js')
  // In this process: signals, exit code and memory are the host's own.
  process.argv = [process.argv[0]!, host, ...flags]
  await import(pathToFileURL(host).href)
}

const passSignals = (pass: (signal: NodeJS.Signals) => void): (() => void) => {
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const listener = () => pass(signal)
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  const gone = () => pass('SIGTERM')
  process.on('disconnect', gone)
  return () => {
    process.off('disconnect', gone)
    for (const stopListening of listeners) stopListening()
  }
}

const carryOut = async (choice: Choice): Promise<void> => {
  switch (choice.kind) {
    case 'headless':
      return runHeadless(choice.reason)
    case 'refuse':
      tell(`The desktop app cannot run here, because ${choice.reason}. npm run start:headless opens the console in a browser.`)
      process.exitCode = 1
      return
    case 'fetch-then-desktop': {
      const progress = progressLine(process.stderr, 'Fetching Electron for the desktop app')
      const failure = await fetchElectron({ root, environment, showPercent: (percent) => progress.show(percent) })
      progress.end()
      const found = failure === null ? findElectron(root, environment).state : 'binary-missing'
      return carryOut(
        found === 'present'
          ? { kind: 'desktop' }
          : afterFailure(wanted, `Electron could not be fetched: ${failure ?? 'its installer left nothing'}`),
      )
    }
    case 'desktop': {
      const run = await runDesktop({
        command: findElectron(root, environment).path,
        args: [root, ...flags],
        environment,
        write: (stream, line) => process[stream].write(`${line}\n`),
        onSignals: passSignals,
      })
      if (run.kind === 'ended') {
        process.exitCode = run.exitCode
        return
      }
      return carryOut(afterFailure(wanted, `the desktop app did not start: ${run.reason.replace(/\.$/, '')}`))
    }
  }
}

try {
  await buildWhatIsStale(root, tell)
  await carryOut(
    // Options and data are the same in both hosts; the headless one needs no window to tell them or to be asked.
    flags.some((flag) => flag === '--help' || flag === '-h' || /^--reset-user(?:=|$)/.test(flag))
      ? { kind: 'headless', reason: null }
      : chooseHost({
          wanted,
          platform: process.platform,
          display: Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY),
          root: process.getuid?.() === 0,
          electron: findElectron(root, environment).state,
        }),
  )
} catch (error) {
  tell((error as Error).message)
  process.exitCode = 1
}
