// `npm run screenshots [-- --out DIR] [--size 1440x900] [--minutes 1]`: every page in both themes, from a real console, into docs/images.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { setup as buildProduct } from '../e2e/build-product.ts'
import { findBrowser } from '../e2e/find-browser.ts'
import { Authenticator } from '../e2e/fixtures/authenticator.ts'
import { invite } from '../e2e/fixtures/person.ts'
import { createSecrets } from '../e2e/fixtures/secrets.ts'
import { freePort, startService } from '../e2e/fixtures/service.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from '../e2e/fixtures/console-process.ts'
import { AlertsPage } from '../e2e/screens/alerts-page.ts'
import { AccountPage } from '../e2e/screens/account-page.ts'
import { AuditPage } from '../e2e/screens/audit-page.ts'
import { Charts } from '../e2e/screens/charts.ts'
import { FirstRun } from '../e2e/screens/first-run.ts'
import { Frame } from '../e2e/screens/frame.ts'
import { GuardPages } from '../e2e/screens/guard-pages.ts'
import { LockScreen } from '../e2e/screens/lock-screen.ts'
import { SettingsPage } from '../e2e/screens/settings-page.ts'
import { SignIn } from '../e2e/screens/sign-in.ts'
import { UsersPage } from '../e2e/screens/users-page.ts'
import { VaultPage } from '../e2e/screens/vault-page.ts'
import { root } from './run-steps.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: resolve(root, 'docs/images') },
    size: { type: 'string', default: '1440x900' },
    minutes: { type: 'string', default: '1' },
  },
})
const [width, height] = values.size.split('x').map(Number)
if (!width || !height) {
  console.error('--size is WIDTHxHEIGHT, as in 1024x700.')
  process.exit(2)
}
mkdirSync(values.out, { recursive: true })
const name = 'mara'
const password = 'seven quiet otters cross at dawn'

const shoot = async (page: Page, what: string, { keepPointer = false } = {}) => {
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    // The pointer and a focus that is only the test's would stand in the picture.
    if (!keepPointer) await page.mouse.move(0, 0)
    await page.screenshot({ path: resolve(values.out, `${what}-${theme}.png`), animations: 'disabled', caret: 'hide' })
  }
  console.log(what)
}

/** Of the right shape and nobody's. */
const sampleKeys = () => {
  const letters = (count: number) => randomBytes(count).toString('hex').slice(0, count)
  return `research=sk-proj-${letters(48)}\nprint-api=sk-ant-api03-${letters(80)}\nbilling=sk_live_${letters(40)}\nrelease-bot=ghp_${letters(36)}\nPORT=8080`
}

/** A service that is mostly well, and somebody who calls it. */
const service = await startService((request, answer) => {
  const slow = request.url?.includes('report') ? 180 : 12
  setTimeout(
    () => answer.writeHead(Math.random() < 0.02 ? 503 : 200, { 'content-type': 'application/json' }).end('{"ok":true}'),
    slow * (0.5 + Math.random()),
  )
})
const paths = ['/api/jobs', '/api/jobs/17', '/api/print-request', '/api/report', '/api/status']
const keepCalling = (port: number, key: string): (() => void) => {
  const calling = setInterval(() => {
    const authorization = Math.random() < 0.08 ? 'Bearer mistyped' : `Bearer ${key}`
    const path = paths[Math.floor(Math.random() ** 2 * paths.length)]!
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } }).then(
      (answer) => answer.text(),
      () => {},
    )
  }, 90)
  return () => clearInterval(calling)
}

buildProduct()
const dataDirectory = makeDataDirectory()
const [browser, gatehouse] = await Promise.all([chromium.launch(findBrowser().launchOptions), startConsole({ dataDirectory })])
try {
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage()
  page.setDefaultTimeout(15_000)
  const frame = new Frame(page)
  const audit = new AuditPage(page)
  const charts = new Charts(page)
  const firstRun = new FirstRun(page)
  const signIn = new SignIn(page)
  const settings = new SettingsPage(page)
  const lockScreen = new LockScreen(page)

  await page.goto(gatehouse.link)
  await firstRun.isShown()
  await firstRun.name.fill(name)
  await firstRun.password.fill(password)
  await page.waitForTimeout(800)
  await shoot(page, 'first-run')
  await firstRun.createAdministrator(name, password)
  await firstRun.asksForProtection()
  const phone = new Authenticator(await firstRun.scanSecret())
  const mara = { name, password, authenticator: phone, backupCodes: [] }
  const scene = { console: gatehouse, secrets: createSecrets() }
  await shoot(page, 'enrolment')
  await firstRun.enterCode(await phone.nextCode(gatehouse))
  await firstRun.readBackupCodes()
  await shoot(page, 'backup-codes')
  await firstRun.keepCodesAndGoOn()
  await frame.isAt('Overview')

  await frame.choose('Lock')
  await lockScreen.isShown(name)
  await shoot(page, 'lock')
  await lockScreen.unlock(password)
  await frame.isShown()
  await frame.choose('Sign out')
  await signIn.isShown()
  await shoot(page, 'sign-in')
  await signIn.givePassword(name, 'not what it was')
  await signIn.refusal.waitFor()
  await signIn.givePassword(name, password)
  await signIn.asksForCode()
  await shoot(page, 'code')
  // The code of the next half minute is taken as well: so the clock, and all times in the pictures, stay true.
  await signIn.giveCode(phone.codeAtOffset(gatehouse, 30_000))
  await frame.isAt('Overview')
  const guard = new GuardPages(page)
  const port = await freePort()
  await guard.addService({ name: 'Print API', port, target: service.url, path: '/api' })
  const stopCalling = keepCalling(port, await guard.addConsumer('Acme shop'))
  await frame.goTo('Dashboards')
  await page.getByRole('button', { name: 'Start from the guard' }).click()
  await page.getByText('“Guard” was added').waitFor({ state: 'hidden', timeout: 20_000 })
  await frame.goTo('Overview')
  // Long enough for lines that one can see.
  await page.waitForTimeout(Number(values.minutes) * 60_000)
  await charts.pointAt('cpu', 0.985)
  await shoot(page, 'overview', { keepPointer: true })
  await frame.goTo('Metrics')
  await charts.choose('15 m')
  await charts.isDrawn('cpu')
  await shoot(page, 'metrics')
  await frame.goTo('Traffic')
  await guard.request('Let through').first().click()
  await guard.requestPanel.waitFor()
  await shoot(page, 'traffic')
  await frame.goTo('Dashboards')
  await page.locator('[data-chart]').nth(3).waitFor()
  await page.waitForTimeout(3_000)
  await shoot(page, 'dashboard')
  await new AlertsPage(page).open('Rules')
  await page.getByText('Slow answers').click()
  await page.waitForTimeout(1_500)
  await shoot(page, 'alerts')
  stopCalling()

  await frame.goTo('Audit')
  await audit.provesItself()
  await shoot(page, 'audit-verified')
  await audit.closeVerdict()
  await shoot(page, 'audit')
  await audit.open('guard.started')
  await audit.panel.getByText('Proved.').waitFor()
  await shoot(page, 'audit-entry')
  const vault = new VaultPage(page)
  await vault.open()
  await vault.previewText(sampleKeys())
  await shoot(page, 'vault-import')
  await vault.importChosen()
  await vault.openKey('research')
  await vault.reveal()
  await vault.stepUp('Reveal “research”?', await phone.nextCode(gatehouse))
  await vault.text.waitFor()
  await page.getByText('4 keys were added').waitFor({ state: 'hidden', timeout: 20_000 })
  await shoot(page, 'vault')
  await vault.closePanel()
  await new AccountPage(page).open()
  await shoot(page, 'account')
  const users = new UsersPage(page)
  for (const [guest, role] of [
    ['jonas', 'operator'],
    ['ida', 'viewer'],
  ] as const) {
    const theirs = await (await browser.newContext()).newPage()
    await invite(scene, mara, page, theirs, { name: guest, role })
    await theirs.close()
  }
  // The list is asked for every ten seconds.
  await users.row('ida').waitFor()
  await users.openUser('jonas')
  await shoot(page, 'users')
  await users.show('Roles')
  await page.getByRole('heading', { name: 'Roles' }).waitFor()
  await shoot(page, 'roles')
  await settings.open()
  await settings.set('Lock when idle for', '15')
  await settings.set('Least length of a password', '14')
  await settings.changes.nth(1).waitFor()
  await page.getByRole('heading', { name: 'Settings' }).click()
  await page.getByText('Least length of a password: 14').waitFor({ state: 'hidden', timeout: 20_000 })
  await shoot(page, 'settings')
  await page.keyboard.press('ControlOrMeta+k')
  await frame.palette.waitFor()
  await shoot(page, 'palette')
  await page.keyboard.press('Escape')
  await guard.stopGuard()
} finally {
  service.stop()
  await browser.close()
  await gatehouse.stop()
  removeDataDirectory(dataDirectory)
}
