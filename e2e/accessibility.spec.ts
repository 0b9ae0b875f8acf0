import { chromium } from 'playwright'
import type { Page } from 'playwright'
import { describe, test } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { setStage } from './fixtures/stage.ts'
import { AccountPage } from './screens/account-page.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Charts } from './screens/charts.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'
import { VaultPage } from './screens/vault-page.ts'

const password = 'seven quiet otters cross at dawn'

/** In both themes, as the system would switch them. */
const isWell = async (page: Page) => {
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    expect(await accessibilityFaults(page), theme).toEqual([])
  }
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
  describe(`axe finds nothing serious, at ${width} by ${height}, in either theme`, () => {
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
