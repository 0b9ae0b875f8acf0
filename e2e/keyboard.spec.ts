import type { Page } from 'playwright'
import { describe, test } from 'vitest'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { setStage } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'

const password = 'seven quiet otters cross at dawn'

describe('the whole way by keyboard', () => {
  const stage = setStage()
  let page: Page
  let phone: Authenticator

  /** Tab until the thing has the focus, as somebody without a mouse does; the ring must be seen there. */
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      const words = await focused.evaluateAll(([element]) => {
        const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null
        return (
          [element?.getAttribute('aria-label'), label, element?.closest('label')?.textContent, element?.textContent].find(Boolean) ?? ''
        )
      })
      if (name.test(words)) return
    }
    throw new Error(`Forty presses of Tab do not reach ${name}`)
  }

  test('first run', async () => {
    page = (await stage.openWindow()).page
    const firstRun = new FirstRun(page)
    await page.goto(stage.console.link)
    await firstRun.isShown()
    await expect(firstRun.name).toBeFocused()
    await page.keyboard.type('mara')
    await page.keyboard.press('Tab')
    await expect(firstRun.password).toBeFocused()
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await firstRun.asksForProtection()
    phone = new Authenticator(await firstRun.scanSecret())
    await expect(firstRun.code).toBeFocused()
    await page.keyboard.type(await phone.nextCode(stage.console))
    await expect(firstRun.codes).toHaveCount(10)
    await tabTo(/I have kept them/)
    await page.keyboard.press('Space')
    await tabTo(/^Go to the console$/)
    await page.keyboard.press('Enter')
    await new Frame(page).isAt('Overview')
  })

  test('reading the log: down, open, close', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await new Frame(page).isAt('Audit')
    const audit = new AuditPage(page)
    await expect(audit.entries.first()).toBeVisible()
    await page.keyboard.press('j')
    await expect(audit.entries.first()).toBeFocused()
    await page.keyboard.press('j')
    await expect(audit.entries.nth(1)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(audit.panel).toBeVisible()
    await page.keyboard.press('k')
    await expect(audit.entries.first()).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Escape')
    await expect(audit.panel).toHaveCount(0)
  })

  test('going places: sequences, the list of keys, the palette', async () => {
    const frame = new Frame(page)
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await frame.isAt('Settings')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0)
    await frame.command('verify')
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await frame.isAt('Audit')
    await new AuditPage(page).isIntact()
  })

  test('a dialog gives the focus back to what opened it, with a field that took it at once, too', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await new Frame(page).isAt('Users')
    await tabTo(/^Invite…$/)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
    await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Invite…' })).toBeFocused()
  })

  test('the list of keys begins with those of the page, and names no search where there is none', async () => {
    const keys = page.getByRole('dialog', { name: 'Keys' })
    await page.keyboard.press('?')
    await expect(keys.getByRole('heading', { level: 3 }).first()).toHaveText('Users')
    await expect(keys.getByText('Search on this page')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
    await page.keyboard.press('g')
    await page.keyboard.press('k')
    await new Frame(page).isAt('Backup')
    await page.keyboard.press('?')
    await expect(keys.getByText('List the keys')).toBeVisible()
    await expect(keys.getByText('Search on this page')).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
  })

  test('at twice the size every place is within reach, and so are the buttons of a dialog', async () => {
    await page.setViewportSize({ width: 720, height: 450 })
    const frame = new Frame(page)
    await frame.rail.getByRole('link', { name: 'Users' }).click()
    await frame.isAt('Users')
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight)).toBe(true)
    await page.getByRole('button', { name: 'Invite…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' })
    await expect(dialog.getByRole('button', { name: 'Make the invitation' })).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('a notice that something was done does not take the keys', async () => {
    const settings = new SettingsPage(page)
    await settings.open()
    await settings.set('Lock when idle for', '20')
    await expect(page.getByText('Lock when idle for: 20 minutes')).toBeVisible()
    // Out of the field, in which letters are letters.
    await expect(page.getByRole('button', { name: 'Reset Lock when idle for' })).toBeVisible()
    await tabTo(/^Reset/)
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await new Frame(page).isAt('Audit')
  })

  test('the skip link leads past the rail', async () => {
    await page.reload()
    await new Frame(page).isAt('Audit')
    await page.keyboard.press('Tab')
    await expect(page.locator(':focus')).toHaveText(/^Skip to/)
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').evaluateAll(([element]) => element?.closest('nav') === null)).toBe(true)
  })

  test('leaving and coming back: lock, unlock, sign out, sign in', async () => {
    const frame = new Frame(page)
    await frame.command('lock the')
    await new LockScreen(page).isShown('mara')
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await frame.isAt('Audit')
    await frame.command('sign out')
    const signIn = new SignIn(page)
    await signIn.isShown()
    // Who was signed in is still named, so the password is what is missing.
    await expect(signIn.name).toHaveValue('mara')
    await expect(signIn.password).toBeFocused()
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await signIn.asksForCode()
    await expect(signIn.code).toBeFocused()
    await page.keyboard.type(await phone.nextCode(stage.console))
    await frame.isAt('Audit')
  })
})
