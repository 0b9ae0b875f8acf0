import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { describe, test } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { accessibilityFaults, colourRules } from './fixtures/accessibility.ts'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { freePort, startService } from './fixtures/service.ts'
import { setStage } from './fixtures/stage.ts'
import { AccountPage } from './screens/account-page.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Charts } from './screens/charts.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { GuardPages } from './screens/guard-pages.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'
import { UsersPage } from './screens/users-page.ts'
import { VaultPage } from './screens/vault-page.ts'

const password = 'seven quiet otters cross at dawn'

/** In both themes, as the system would switch them; in the small window in one, since no colour changes with the size. */
const isWell = async (page: Page) => {
  const isSmall = page.viewportSize()!.width < 1200
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await accessibilityFaults(page), 'light').toEqual([])
  if (isSmall) return
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await accessibilityFaults(page, colourRules), 'dark').toEqual([])
}

test('a page with a fault is not taken for a good one', async () => {
  const browser = await chromium.launch(findBrowser().launchOptions)
  const page = await browser.newPage()
  await page.setContent('<main><button></button><p style="color:#ddd;background:#fff">pale</p></main>')
  expect((await accessibilityFaults(page)).map((fault) => fault.split(':')[0])).toEqual(
    expect.arrayContaining(['button-name', 'color-contrast']),
  )
  await browser.close()
})

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const) {
  describe(`axe finds nothing serious, at ${width} by ${height}`, () => {
    const stage = setStage()
    let page: Page
    let phone: Authenticator

    test('on first run, enrolment and the backup codes', async () => {
      page = (await stage.openWindow({ width, height })).page
      const firstRun = new FirstRun(page)
      await page.goto(stage.console.link)
      await firstRun.isShown()
      await isWell(page)
      await firstRun.createAdministrator('mara', 'short')
      await expect(page.getByRole('alert').first()).toBeVisible()
      await isWell(page)
      await firstRun.createAdministrator('mara', password)
      await firstRun.asksForProtection()
      phone = new Authenticator(await firstRun.scanSecret())
      await isWell(page)
      await firstRun.enterCode(await phone.nextCode(stage.console))
      await firstRun.readBackupCodes()
      await isWell(page)
      await firstRun.keepCodesAndGoOn()
    })

    test('on the overview and the metrics, with a tooltip, a table and the dialog of profiles', async () => {
      const charts = new Charts(page)
      const frame = new Frame(page)
      await frame.isAt('Overview')
      await charts.isDrawn('cpu')
      await isWell(page)
      await charts.pointAt('cpu', 0.99)
      await expect(charts.tip).toBeVisible()
      await isWell(page)
      await frame.goTo('Metrics')
      await charts.isDrawn('cpu')
      await isWell(page)
      await page.getByRole('button', { name: 'More about CPU', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Show as a table' }).click()
      await expect(page.getByRole('dialog', { name: 'CPU' })).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Record a profile…' }).click()
      await expect(page.getByRole('dialog', { name: 'Record a profile of the console' })).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
    })

    test('on the audit page, one entry, and a verdict', async () => {
      const audit = new AuditPage(page)
      await new Frame(page).goTo('Audit')
      await isWell(page)
      await audit.open('user.created')
      await isWell(page)
      await audit.verify()
      await audit.isIntact()
      await isWell(page)
      await audit.search('mara')
      await expect(audit.hits.first()).toBeVisible()
      await audit.bars.focus()
      await page.keyboard.press('ArrowLeft')
      await isWell(page)
      await page.getByRole('button', { name: 'Saved', exact: true }).click()
      await isWell(page)
      await page.getByRole('menuitem', { name: 'Save these filters…' }).click()
      await expect(page.getByRole('dialog', { name: 'Save these filters' })).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
    })

    test('on account, its dialogs, and settings', async () => {
      const account = new AccountPage(page)
      await account.open()
      await isWell(page)
      await account.changePassword('not it', 'short')
      await expect(account.dialog('Change your password').getByRole('alert').first()).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      await account.beginMove()
      await expect(account.dialog('Enter a fresh code')).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      const settings = new SettingsPage(page)
      await settings.open()
      await settings.set('Lock when idle for', '5')
      await expect(settings.changes).toHaveCount(1)
      await isWell(page)
    })

    test('on users, oneself, the form of an invitation, and roles', async () => {
      const users = new UsersPage(page)
      await users.open()
      await users.openUser('mara')
      await isWell(page)
      await page.getByRole('button', { name: 'Invite…' }).click()
      const dialog = users.dialog('Invite somebody')
      await dialog.getByRole('button', { name: 'Make the invitation' }).click()
      await expect(dialog.getByRole('alert')).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
      await users.show('Invitations')
      await expect(page.getByText('No invitation is open')).toBeVisible()
      await isWell(page)
      await users.show('Roles')
      await page.getByRole('button', { name: /that users:manage opens$/ }).click()
      await isWell(page)
    })

    test('on the vault: empty, a list, a key, and its dialogs', async () => {
      const vault = new VaultPage(page)
      await vault.open()
      await isWell(page)
      await vault.previewText('RESEARCH=sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z\nPORT=8080\nEMPTY=')
      await isWell(page)
      await vault.importChosen()
      await vault.openKey('RESEARCH')
      await isWell(page)
      await vault.reveal()
      await expect(vault.dialog('Reveal “RESEARCH”?')).toBeVisible()
      await isWell(page)
      await vault.stepUp('Reveal “RESEARCH”?', await phone.nextCode(stage.console))
      await expect(vault.text).toBeVisible()
      await isWell(page)
      const dialogs = { 'Rotate…': /^Rotate/, 'Revoke…': /^Revoke/, 'Add key': 'Add a key', 'Import from .env': 'Import keys' }
      for (const [button, name] of Object.entries(dialogs)) {
        await page.getByRole('button', { name: button }).click()
        await expect(vault.dialog(name)).toBeVisible()
        await isWell(page)
        await page.keyboard.press('Escape')
        await expect(vault.dialog(name)).toHaveCount(0)
      }
      await vault.closePanel()
      await page.getByRole('button', { name: 'Check keys' }).click()
      await page.getByRole('button', { name: 'Select all shown' }).click()
      await isWell(page)
      await page.getByRole('group', { name: 'Check keys' }).getByRole('button', { name: 'Cancel' }).click()
    })

    test('on routes, the policy, consumers, limits, traffic and incidents, with a request and the dialogs', async () => {
      const guard = new GuardPages(page)
      const { frame } = guard
      const service = await startService((_, answer) => answer.end('printed'))
      const port = await freePort()
      const withDialog = async (button: string | RegExp, dialog: string | RegExp) => {
        await page.getByRole('button', { name: button }).first().click()
        await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
        await isWell(page)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog', { name: dialog })).toHaveCount(0)
      }
      await frame.goTo('Routes')
      await isWell(page)
      await withDialog('Add service', /service/)
      await guard.addService({ name: 'Print API', port, target: service.url, path: '/api' })
      await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/api/jobs`)).status).toBe(401)
      await guard.openRoute('Print API')
      await isWell(page)
      await page.getByRole('button', { name: 'Change route…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Change “Print API”' })
      for (const tab of ['Takes', 'Request']) {
        await dialog.getByRole('tab', { name: tab, exact: true }).click()
        await isWell(page)
      }
      await page.keyboard.press('Escape')
      await withDialog('Change targets…', /^Change the targets/)
      await frame.goTo('Policy')
      await isWell(page)
      await withDialog('Change the bounds', 'Change the bounds')
      await withDialog('Add port', 'Add a port')
      await frame.goTo('Consumers')
      await isWell(page)
      await withDialog('Add consumer', 'Add a consumer')
      await frame.goTo('Limits')
      await isWell(page)
      await withDialog('Add limit', 'Add a limit')
      await frame.goTo('Traffic')
      await guard.request('Key needed').first().click()
      await expect(guard.stage('identify')).toHaveAttribute('data-kind', 'stopped')
      await isWell(page)
      await page.keyboard.press('Escape')
      await frame.goTo('Incidents')
      await isWell(page)
      await guard.stopGuard()
      await frame.goTo('Overview')
      await expect(frame.strips.filter({ hasText: 'The guard is off.' })).toBeVisible()
      await isWell(page)
      service.stop()
    })

    test('on the palette, the list of keys and the menu', async () => {
      const frame = new Frame(page)
      await frame.goTo('Audit')
      await page.keyboard.press('ControlOrMeta+k')
      await expect(frame.palette).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      await expect(frame.palette).toHaveCount(0)
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0)
      await page.getByRole('button', { name: /: your menu$/ }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      await isWell(page)
      await page.keyboard.press('Escape')
    })

    test('on the lock screen, sign-in, and both ways of its second step', async () => {
      await new Frame(page).choose('Lock')
      await new LockScreen(page).isShown('mara')
      await isWell(page)
      await new LockScreen(page).signOutInstead()
      const signIn = new SignIn(page)
      await signIn.isShown()
      await isWell(page)
      await signIn.givePassword('mara', password)
      await signIn.asksForCode()
      await isWell(page)
      await signIn.useBackupCodeInstead()
      await signIn.asksForBackupCode()
      await isWell(page)
    })

    test('in a window without a link', async () => {
      const stranger = await stage.openWindow({ width, height })
      await stranger.page.goto(stage.console.origin)
      await expect(stranger.page.getByRole('heading', { name: 'This window has no link' })).toBeVisible()
      await isWell(stranger.page)
    })
  })
}
