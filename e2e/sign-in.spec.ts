import { describe, test } from 'vitest'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { Frame } from './screens/frame.ts'
import { SignIn } from './screens/sign-in.ts'

const minuteMs = 60_000

describe('signing in', () => {
  const stage = setStage()
  let window: Window
  let mara: Person
  let screen: SignIn

  test('signing out leads to the sign-in screen, and the way back in is password and code', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    await new Frame(window.page).choose('Sign out')
    await signIn(stage, window.page, mara)
    await new Frame(window.page).choose('Sign out')
    screen = new SignIn(window.page)
    await screen.isShown()
  })

  test('empty and endless fields are refused with a sentence, and nothing typed is lost', async () => {
    await screen.givePassword('', mara.password)
    await expect(screen.refusal).toHaveText('Enter your name.')
    await screen.givePassword(mara.name, '')
    await expect(screen.refusal).toHaveText('Enter a password.')
    await screen.givePassword('x'.repeat(10_000), 'y')
    await expect(screen.refusal.first()).toContainText('at most 64 characters')
    await screen.givePassword(mara.name, 'z'.repeat(10_000))
    await expect(screen.refusal.first()).toContainText('1,024 characters')
    await expect(screen.name).toHaveValue(mara.name)
  })

  test('a wrong password and an unknown name are told in the same words', async () => {
    await screen.givePassword(mara.name, 'not the password of anybody')
    await expect(screen.refusal).toBeVisible()
    const wrong = await screen.refusal.innerText()
    await stage.console.moveClock(minuteMs)
    await screen.givePassword('nobody', 'not the password of anybody')
    await expect(screen.refusal).toHaveText(wrong)
    await stage.console.moveClock(minuteMs)
  })

  test('a wrong code, one used before, and one of a wrong clock are refused, each with its own sentence', async () => {
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.giveCode(mara.authenticator.wrongCode(stage.console))
    await expect(screen.refusal).toContainText(/code/i)
    await stage.console.moveClock(minuteMs)
    const hourAhead = mara.authenticator.codeAtOffset(stage.console, 60 * minuteMs)
    await screen.giveCode(hourAhead)
    await expect(screen.refusal).toContainText(/clock of your phone is .* ahead/i)
  })

  test('after a right code, the same code does not open twice', async () => {
    await stage.console.moveClock(minuteMs)
    const code = await codeOf(stage, mara)
    await screen.giveCode(code)
    await new Frame(window.page).isShown()
    await new Frame(window.page).choose('Sign out')
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.giveCode(code)
    await expect(screen.refusal).toContainText(/The next one counts in \d+ s/)
  })

  test('a paste with spaces is a code, and the code of the step before is still taken', async () => {
    await stage.console.moveClock(2 * minuteMs)
    const before = mara.authenticator.codeAtOffset(stage.console, -30_000)
    stage.secrets.add('a code of mara', before)
    await screen.giveCode(`${before.slice(0, 3)} ${before.slice(3)}`)
    await new Frame(window.page).isShown()
  })
})

describe('a lock against guessing', () => {
  const stage = setStage()
  let window: Window
  let mara: Person
  let screen: SignIn

  test('after five failures the account is locked, for the right code too', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    await new Frame(window.page).choose('Sign out')
    screen = new SignIn(window.page)
    for (let failure = 1; failure <= 5; failure++) {
      await screen.givePassword(mara.name, `a wrong password, number ${failure}`)
      await expect(screen.submit).toBeEnabled()
      await expect(screen.refusal).toBeVisible()
      await stage.console.moveClock(10_000)
    }
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForBackupCode()
    await expect(window.page.getByText(/locked until/)).toBeVisible()
    await expect(screen.code).toHaveCount(0)
  })

  test('a wrong backup code is refused; a right one passes the lock, once', async () => {
    await screen.giveBackupCode('aaaa-bbbb')
    await expect(screen.refusal).toBeVisible()
    await screen.giveBackupCode(mara.backupCodes[0]!.toUpperCase())
    await new Frame(window.page).isShown()
    await expect(window.page.getByText('9 backup codes are left')).toBeVisible()
    await new Frame(window.page).choose('Sign out')
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.useBackupCodeInstead()
    await screen.giveBackupCode(mara.backupCodes[0]!)
    await expect(screen.refusal).toBeVisible()
    await stage.console.moveClock(minuteMs)
    await screen.giveBackupCode(mara.backupCodes[1]!.replace('-', ''))
    await new Frame(window.page).isShown()
  })
})
