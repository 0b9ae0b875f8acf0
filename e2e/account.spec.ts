import { describe, test } from 'vitest'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signIn, signInElsewhere } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AccountPage } from './screens/account-page.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { SignIn } from './screens/sign-in.ts'

describe("one's own account", () => {
  const stage = setStage()
  let here: Window
  let elsewhere: Window
  let mara: Person
  let account: AccountPage

  test('shows every session, and ends another one at once', async () => {
    here = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, here.page)
    elsewhere = await stage.openWindow()
    await signInElsewhere(stage, elsewhere.page, mara)
    account = new AccountPage(here.page)
    await account.open()
    await expect(account.sessions).toHaveCount(2)
    await here.page.getByRole('button', { name: /^End the session of/ }).click()
    await new SignIn(elsewhere.page).isShown()
    await expect(elsewhere.page.getByText('Your session was ended from another session')).toBeVisible()
    await expect(account.sessions).toHaveCount(1)
  })

  test('a changed password ends the other sessions, and the old one opens nothing any more', async () => {
    await signIn(stage, elsewhere.page, mara)
    const next = 'nine slow barges pass under rain'
    stage.secrets.add('the new password of mara', next)
    await account.changePassword('not the password of mara', next)
    await expect(account.dialog('Change your password').getByRole('alert')).toBeVisible()
    await stage.console.moveClock(60_000)
    await account.dialog('Change your password').getByLabel('Current password', { exact: true }).fill(mara.password)
    await account.dialog('Change your password').getByRole('button', { name: 'Change password' }).click()
    await expect(account.dialog('Change your password')).toHaveCount(0)
    await new SignIn(elsewhere.page).isShown()
    await new SignIn(elsewhere.page).givePassword(mara.name, mara.password)
    await expect(new SignIn(elsewhere.page).refusal).toBeVisible()
    await stage.console.moveClock(60_000)
    mara = { ...mara, password: next }
    await signIn(stage, elsewhere.page, mara)
  })

  test('moving to another authenticator asks for a fresh code of the old one, which then opens nothing', async () => {
    await account.beginMove()
    await account.stepUp(await codeOf(stage, mara))
    const secret = await account.scanNewSecret()
    stage.secrets.add('the new TOTP secret of mara', secret)
    const old = mara.authenticator
    mara = { ...mara, authenticator: new Authenticator(secret) }
    await account.confirmMove(await codeOf(stage, mara))
    await new Frame(here.page).choose('Sign out')
    const screen = new SignIn(here.page)
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.giveCode(await old.nextCode(stage.console))
    await expect(screen.refusal).toContainText(/code/i)
    await stage.console.moveClock(60_000)
    await screen.giveCode(await codeOf(stage, mara))
    await new Frame(here.page).isShown()
  })

  test('new backup codes take the place of the old ones', async () => {
    const [oldCode] = mara.backupCodes
    await account.open()
    await account.beginNewCodes()
    await account.stepUp(await codeOf(stage, mara))
    const codes = await account.readNewCodes()
    stage.secrets.add('a new backup code of mara', ...codes)
    await new Frame(here.page).choose('Sign out')
    const screen = new SignIn(here.page)
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.useBackupCodeInstead()
    await screen.giveBackupCode(oldCode!)
    await expect(screen.refusal).toBeVisible()
    await stage.console.moveClock(60_000)
    await screen.giveBackupCode(codes[0]!)
    await new Frame(here.page).isShown()
  })

  test('all of it stands in the log', async () => {
    await new Frame(here.page).goTo('Audit')
    const actions = new Set(await new AuditPage(here.page).actions())
    expect([...actions].filter((action) => /password|mfa|backup|revoked/.test(action)).length).toBeGreaterThanOrEqual(4)
  })
})
