import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { _electron } from 'playwright'
import type { ElectronApplication } from 'playwright'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { headFileOf, makeDataDirectory, removeDataDirectory } from './fixtures/console-process.ts'
import { expect } from './fixtures/patient-expect.ts'
import { codeAt } from './fixtures/totp.ts'
import { AuditPage } from './screens/audit-page.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'

const root = resolve(import.meta.dirname, '..')
const packageFolder = join(root, 'node_modules/electron')

const electronBinary = (): string | null => {
  const told = join(packageFolder, 'path.txt')
  if (!existsSync(told)) return null
  const binary = join(packageFolder, 'dist', readFileSync(told, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Why the desktop host cannot run on this machine; null where it can. */
const obstacle = (): string | null => {
  if (!electronBinary()) return "Electron's binary is not here"
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  if (process.getuid?.() === 0) return 'Chromium refuses to run as root'
  return null
}
const reason = obstacle()

describe(`the desktop host${reason ? ` (not run: ${reason})` : ''}`, () => {
  let dataDirectory: string
  let app: ElectronApplication

  beforeAll(async () => {
    if (reason) return
    dataDirectory = makeDataDirectory()
    app = await _electron.launch({
      executablePath: electronBinary()!,
      args: [join(root, 'dist/main/electron.js'), '--data-dir', dataDirectory],
      cwd: root,
      env: { ...process.env, GATEHOUSE_HEAD_FILE: headFileOf(dataDirectory) },
    })
  })
  afterAll(async () => {
    if (reason) return
    await app.close()
    removeDataDirectory(dataDirectory)
  })

  test.skipIf(reason)('goes from first run to a log that proves itself, over app://console and without a port', async () => {
    const page = await app.firstWindow()
    const firstRun = new FirstRun(page)
    await firstRun.isShown()
    expect(new URL(page.url()).origin).toBe('app://console')
    await firstRun.createAdministrator('mara', 'seven quiet otters cross at dawn')
    await firstRun.asksForProtection()
    await firstRun.enterCode(codeAt(await firstRun.scanSecret(), Date.now()))
    await firstRun.readBackupCodes()
    await firstRun.keepCodesAndGoOn()
    await new Frame(page).isAt('Overview')
    await new Frame(page).goTo('Audit')
    await new AuditPage(page).provesItself()
  })

  test.skipIf(reason)('gives its page nothing but what the preload offers', async () => {
    const page = await app.firstWindow()
    expect(await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis))).toEqual([])
  })
})
