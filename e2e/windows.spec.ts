import { describe, test } from 'vitest'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { SignIn } from './screens/sign-in.ts'

const hourMs = 3_600_000

describe('windows of one console', () => {
  const stage = setStage()
  let first: Window
  let mara: Person

  test('a reload stays signed in, at the same page', async () => {
    first = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, first.page)
    await new Frame(first.page).goTo('Settings')
    await first.page.reload()
    await new Frame(first.page).isAt('Settings')
  })

  test('the address shows no token, and a second tab is signed in without one', async () => {
    expect(first.page.url()).toBe(`${stage.console.origin}/settings`)
    const tab = await first.context.newPage()
    await tab.goto(`${stage.console.origin}/audit`)
    await new Frame(tab).isAt('Audit')
    await tab.close()
  })

  test('a spent link is refused and says that somebody may have seen it', async () => {
    const other = await stage.openWindow()
    await other.page.goto(stage.console.link)
    await expect(other.page.getByRole('heading', { name: 'This link was already used' })).toBeVisible()
    await expect(other.page.getByRole('alert')).toContainText('somebody else may have seen it')
  })

  test('a window without a link is told how to get one', async () => {
    const other = await stage.openWindow()
    await other.page.goto(stage.console.origin)
    await expect(other.page.getByRole('heading', { name: 'This window has no link' })).toBeVisible()
    await expect(other.page.getByText('npm run link')).toBeVisible()
  })

  test('the lock of one tab locks the other, and the password opens both', async () => {
    const tab = await first.context.newPage()
    await tab.goto(`${stage.console.origin}/audit`)
    await new Frame(tab).isAt('Audit')
    await new Frame(first.page).choose('Lock')
    await new LockScreen(first.page).isShown(mara.name)
    await new LockScreen(tab).isShown(mara.name)
    await new LockScreen(first.page).unlock('not the password of mara')
    await expect(new LockScreen(first.page).refusal).toBeVisible()
    await stage.console.moveClock(60_000)
    await new LockScreen(first.page).unlock(mara.password)
    await new Frame(first.page).isAt('Settings')
    await new Frame(tab).isAt('Audit')
    await tab.close()
  })

  test('a session that reaches its limit in the middle of a page leads to sign-in, says why, and then back', async () => {
    await stage.console.moveClock(13 * hourMs)
    await first.page.keyboard.press('g')
    await first.page.keyboard.press('a')
    await new SignIn(first.page).isShown()
    await expect(first.page.getByText('Your session reached its time limit.')).toBeVisible()
    const address = first.page.url()
    await signIn(stage, first.page, mara)
    expect(first.page.url()).toBe(address)
  })

  test('after the console was started anew, a fresh link opens the page that one was at', async () => {
    await new Frame(first.page).goTo('Settings')
    await stage.restartConsole()
    stage.secrets.add('the token of the second link', new URL(stage.console.link).hash.slice('#t='.length))
    // The window notices by itself. Reloaded after that it would not know why it has no link.
    await expect(first.page.getByRole('heading', { name: 'The console was started anew' })).toBeVisible()
    await first.page.getByLabel('Link').fill(stage.console.link)
    await first.page.getByRole('button', { name: 'Open the console' }).click()
    await new Frame(first.page).isAt('Settings')
  })
})

describe('two windows at first run', () => {
  const stage = setStage()

  test('the second to finish is told, and no second administrator comes to be', async () => {
    const one = await stage.openWindow()
    await one.page.goto(stage.console.link)
    await new FirstRun(one.page).isShown()
    const two = await one.context.newPage()
    await two.goto(stage.console.origin)
    const late = new FirstRun(two)
    await late.isShown()
    await late.createAdministrator('jonas', 'four grey herons wait for rain')
    await late.asksForProtection()
    const phone = new Authenticator(await late.scanSecret())

    const early = new FirstRun(one.page)
    await early.createAdministrator('mara', 'seven quiet otters cross at dawn')
    await early.asksForProtection()
    await early.enterCode(await new Authenticator(await early.scanSecret()).nextCode(stage.console))
    await expect(early.codes).toHaveCount(10)

    await late.enterCode(await phone.nextCode(stage.console))
    await expect(two.getByRole('heading', { name: 'The first administrator exists already' })).toBeVisible()
    await two.getByRole('button', { name: 'Go to sign-in' }).click()
    await early.keepCodesAndGoOn()
    await new Frame(one.page).isShown()
  })
})
