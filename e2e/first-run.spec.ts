import { readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'

const password = 'seven quiet otters cross at dawn'

describe('the first two minutes', () => {
  const stage = setStage()
  let window: Window
  let firstRun: FirstRun
  let phone: Authenticator
  let backupCodes: string[]

  test('a fresh console asks for its first administrator, and refuses a weak password with the reason', async () => {
    window = await stage.openWindow()
    firstRun = new FirstRun(window.page)
    stage.secrets.add('the token of the link', new URL(stage.console.link).hash.slice('#t='.length))
    stage.secrets.add('the password of mara', password)
    await window.page.goto(stage.console.link)
    await firstRun.isShown()
    expect(window.page.url()).not.toContain('#t=')
    await firstRun.createAdministrator('', 'short')
    await expect(window.page.getByRole('alert').first()).toHaveText('Enter a name.')
    await firstRun.createAdministrator('mara', 'short')
    await expect(window.page.getByRole('alert').first()).toContainText(/12 characters/)
    await firstRun.createAdministrator('mara', 'password1234')
    await expect(window.page.getByRole('alert').first()).toContainText(/common|guess/i)
  })

  test('the authenticator gets its secret from the screen: as QR code and, the same, as text', async () => {
    await firstRun.createAdministrator('mara', password)
    await firstRun.asksForProtection()
    const secret = await firstRun.scanSecret()
    stage.secrets.add('the TOTP secret of mara', secret)
    expect(await firstRun.readSecret()).toBe(secret)
    phone = new Authenticator(secret)
  })

  test('a wrong code and a wrong clock are told apart, and nothing is lost by them', async () => {
    await firstRun.enterCode(phone.wrongCode(stage.console))
    await expect(window.page.getByRole('alert')).toContainText(/code/i)
    await firstRun.enterCode(phone.codeAtOffset(stage.console, -5 * 60_000))
    await expect(window.page.getByRole('alert')).toContainText('The clock of your phone is 5 min behind')
  })

  test('the right code opens the account and shows ten backup codes, to copy, download or print', async () => {
    const code = await phone.nextCode(stage.console)
    stage.secrets.add('a code of mara', code)
    await firstRun.enterCode(code)
    backupCodes = await firstRun.readBackupCodes()
    stage.secrets.add('a backup code of mara', ...backupCodes)
    expect(new Set(backupCodes).size).toBe(10)
    const [download] = await Promise.all([
      window.page.waitForEvent('download'),
      window.page.getByRole('button', { name: 'Download' }).click(),
    ])
    const file = readFileSync(await download.path(), 'utf8')
    expect(backupCodes.filter((backupCode) => !file.includes(backupCode))).toEqual([])
    await expect(window.page.getByRole('button', { name: 'Go to the console' })).toBeDisabled()
  })

  test('the console opens on the Overview, and the log shows in order what one just did', async () => {
    await firstRun.keepCodesAndGoOn()
    await new Frame(window.page).isAt('Overview')
    await new Frame(window.page).goTo('Audit')
    const audit = new AuditPage(window.page)
    const actions = (await audit.actions()).toReversed()
    expect(actions.filter((action) => /^(?:user|mfa|session)\./.test(action))).toEqual(['user.created', 'mfa.enrolled', 'session.opened'])
  })

  test('the log proves itself up to a signed head', async () => {
    await new AuditPage(window.page).provesItself()
  })
})
