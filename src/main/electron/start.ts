// Entry of the desktop app: one instance a data directory, the console behind app://console, its window, and the end of both.
import { mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow, Menu, Notification, app, dialog, powerMonitor, protocol, session, utilityProcess } from 'electron'
import { systemClock } from '../../ports/clock.ts'
import { createKeytarKeychain } from '../../ports/keytar-keychain.ts'
import { createLogger } from '../../ports/logger.ts'
import { StartRefused } from '../console/console.ts'
import { createConsole } from '../console/create-console.ts'
import { parseHostOptions } from '../console/host-options.ts'
import type { HostOptions } from '../console/host-options.ts'
import { findInstalledApp } from '../console/installed-app.ts'
import { resetUser } from '../console/reset-user.ts'
import { openTerminal } from '../console/terminal.ts'
import { createAppHandler } from './app-protocol.ts'
import { appScheme, appSchemes } from './app-scheme.ts'
import { openConsoleWindow } from './console-window.ts'
import type { ConsoleWindow } from './console-window.ts'
import { createDesktopNotifier } from './desktop-notifier.ts'
import { guardDownloads } from './downloads.ts'
import { forkGuard } from './fork-guard.ts'
import { exitCodes, readyLine } from './launcher-signs.ts'
import { trayIcon, windowIcon } from './icon-images.ts'
import { watchLockSignals } from './lock-signals.ts'
import { appMenu } from './menus.ts'
import type { MenuActions } from './menus.ts'
import { guardNavigation } from './navigation.ts'
import { guardPermissions } from './permissions.ts'
import { askBeforeQuit } from './quit-question.ts'
import { stopBeforeQuit } from './quit.ts'
import { showTray } from './tray.ts'

/** Held for the life of the app: a tray that is collected vanishes. */
const held: unknown[] = []
/** From when on there is a window. */
let openAlert: (alertId: string | null) => void = () => {}
/** A person wants to leave; from when there is a console on, they are asked where routes stop serving. */
let leaveAsPerson = () => app.quit()

const leave = (exitCode: number, message: string) => {
  console.error(message)
  // Started from a desktop there is no terminal to read it in.
  if (app.isPackaged && exitCode !== exitCodes.fine) dialog.showErrorBox('Gatehouse', message)
  app.exit(exitCode)
}

const tellReady = () => {
  console.log(readyLine)
  process.send?.({ kind: 'ready' })
}

const run = async ({ dataDirectory, stateDirectory, headFile, logLevel }: HostOptions) => {
  const clock = systemClock
  const environment = process.env
  const logger = createLogger(logLevel)
  const keychain = createKeytarKeychain({ clock })
  const { rendererDirectory, preloadFile, version } = findInstalledApp()
  const core = createConsole({
    host: 'desktop',
    dataDirectory,
    stateDirectory,
    ...(headFile ? { headFile } : {}),
    rendererDirectory,
    version,
    environment,
    keychain,
    clock,
    logger,
    desktopNotices: createDesktopNotifier({
      isSupported: () => Notification.isSupported(),
      make: (options) => new Notification(options),
      open: (alertId) => openAlert(alertId),
      logger,
    }),
    onRestartFailed: (error) => leave(exitCodes.refused, error instanceof Error ? error.message : String(error)),
    startGuard: forkGuard({ utilityProcess, program: join(import.meta.dirname, 'guard.js'), environment }),
  })
  try {
    await core.start()
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    if (error.reason === 'running')
      return leave(exitCodes.running, `${error.message} If it runs without a window, npm run link gives a link to it.`)
    return leave(exitCodes.refused, error.message)
  }

  const stopWatching = watchLockSignals({ powerMonitor, console: core, environment, logger })
  stopBeforeQuit({
    app,
    logger,
    stop: async () => {
      stopWatching()
      for (const window of BrowserWindow.getAllWindows()) window.destroy()
      await core.stop()
    },
    keychainIsStuck: () => keychain.isStuck(),
    kill: () => process.kill(process.pid, 'SIGKILL'),
  })

  leaveAsPerson = askBeforeQuit({ routesServed: () => core.routesServed(), dialog, quit: () => app.quit(), logger })

  guardPermissions(session.defaultSession)
  guardDownloads(session.defaultSession, app.getPath('downloads'))
  protocol.handle(appScheme, createAppHandler({ console: core, logger }))

  let consoleWindow: ConsoleWindow | null = null
  const openWindow = () => {
    if (BrowserWindow.getAllWindows().length > 0) return consoleWindow?.show()
    consoleWindow = openConsoleWindow({
      console: core,
      clock,
      logger,
      preloadFile,
      packaged: app.isPackaged,
      icon: windowIcon(),
      placeFile: join(app.getPath('userData'), 'place.json'),
      onReady: tellReady,
    })
  }
  openAlert = (alertId) => {
    openWindow()
    consoleWindow?.openAlert(alertId)
  }
  const actions: MenuActions = {
    open: openWindow,
    lock: () => void core.lockAll('user').catch((error: unknown) => logger.error({ err: error }, 'Sessions could not be locked')),
    reload: () => consoleWindow?.reload(),
    quit: () => leaveAsPerson(),
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(actions, { platform: process.platform, packaged: app.isPackaged })))
  held.push(showTray(trayIcon(process.platform), actions, logger))
  app.on('second-instance', openWindow)
  app.on('activate', openWindow)
  openWindow()
}

// A terminal or launcher that is gone must not break the orderly stop.
for (const stream of [process.stdout, process.stderr]) if (stream.listenerCount('error') === 0) stream.on('error', () => {})
// What Chromium writes is for the owner alone, too.
process.umask(0o077)
protocol.registerSchemesAsPrivileged(appSchemes)
app.enableSandbox()
app.on('web-contents-created', (_event, contents) => guardNavigation(contents))
app.on('window-all-closed', () => {
  // On macOS an app stays in the Dock, and the tray opens the window again.
  if (process.platform !== 'darwin') leaveAsPerson()
})
// The launcher is gone, and its terminal with it.
process.on('disconnect', () => app.quit())

const parsed = parseHostOptions(
  process.argv.slice(app.isPackaged ? 1 : 2),
  process.env,
  { platform: process.platform, homeDirectory: homedir(), workingDirectory: process.cwd() },
  { usage: 'gatehouse [options]', passUnknown: app.isPackaged },
)
const resetOnMachine = ({ name, asAdmin, options }: Extract<typeof parsed, { kind: 'reset-user' }>): Promise<number> => {
  const terminal = openTerminal({ input: process.stdin, output: process.stdout })
  const logger = createLogger(options.logLevel)
  const keychain = createKeytarKeychain({ clock: systemClock })
  const { dataDirectory } = options
  return resetUser({ name, asAdmin, dataDirectory, environment: process.env, keychain, clock: systemClock, logger, terminal })
}

if (parsed.kind === 'help') leave(exitCodes.fine, parsed.text)
else if (parsed.kind === 'reset-user')
  resetOnMachine(parsed).then(
    (exitCode) => app.exit(exitCode),
    (error: unknown) => leave(1, `Nothing could be done: ${error instanceof Error ? error.message : String(error)}`),
  )
else if (parsed.kind === 'refused') leave(exitCodes.badOptions, parsed.message)
else {
  const { dataDirectory } = parsed.options
  try {
    // What Chromium keeps lies with the rest, so that one data directory is one instance.
    mkdirSync(join(dataDirectory, 'window'), { recursive: true, mode: 0o700 })
    app.setPath('userData', join(dataDirectory, 'window'))
    if (app.requestSingleInstanceLock()) {
      // Chromium keeps sessionStorage on the disk; after a crash a session's token would lie there.
      rmSync(join(dataDirectory, 'window', 'Session Storage'), { recursive: true, force: true })
      app
        .whenReady()
        .then(() => run(parsed.options))
        .catch((error: unknown) => leave(1, `The console could not start: ${error instanceof Error ? error.message : String(error)}`))
    } else leave(exitCodes.fine, 'Gatehouse is running already; its window was brought to the front.')
  } catch {
    leave(
      exitCodes.refused,
      `The data directory ${dataDirectory} cannot be written to. Check its permissions, or choose another with --data-dir.`,
    )
  }
}
