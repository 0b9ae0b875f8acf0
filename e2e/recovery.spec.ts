import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { Authenticator } from './fixtures/authenticator.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AccountPage } from './screens/account-page.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { enterFreshCode } from './screens/fresh-code.ts'
import { Invitation } from './screens/invitation.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'

const root = resolve(import.meta.dirname, '..')

/** What `npm run reset-user -- NAME` says to somebody who answers so. */
const resetUser = (name: string, dataDirectory: string, answers: string[]): Promise<{ exitCode: number | null; said: string }> =>
  new Promise((done, refused) => {
    const program = [join(root, 'src/main/headless/start.ts'), '--reset-user', name, '--data-dir', dataDirectory]
    const child = spawn(process.execPath, program, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', refused)
    child.once('close', (exitCode) => done({ exitCode, said }))
    child.stdin.end(answers.map((answer) => `${answer}\n`).join(''))
  })

describe('getting in again', () => {
  const stage = setStage()
  let window: Window
  let mara: Person
  let recoveryKey = ''
  const strip = () => window.page.getByRole('status').filter({ hasText: 'You signed in with a backup code.' })
  const heading = (name: string) => window.page.getByRole('heading', { name })
  const button = (name: string) => window.page.getByRole('button', { name, exact: true })
  const openAgain = async () => {
    stage.secrets.add('the token of another link', new URL(stage.console.link).hash.slice('#t='.length))
    await window.page.goto(stage.console.link)
    await new SignIn(window.page).isShown()
  }

  test('a backup code opens in the place of a lost phone, and leads to the next authenticator', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    await new Frame(window.page).choose('Sign out')
    const screen = new SignIn(window.page)
    await screen.givePassword(mara.name, mara.password)
    await screen.asksForCode()
    await screen.useBackupCodeInstead()
    await screen.giveBackupCode(mara.backupCodes[0]!)
    await new Frame(window.page).isShown()
    await expect(strip()).toContainText('9 backup codes are left')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await strip().getByRole('button', { name: 'Set up your authenticator again' }).click()

    const account = new AccountPage(window.page)
    await account.dialog('Move to another authenticator?').getByRole('button', { name: 'Move to another' }).click()
    const asked = account.dialog('Enter a fresh code')
    await asked.getByRole('button', { name: 'Use a backup code instead' }).click()
    await asked.getByLabel('Backup code', { exact: true }).fill(mara.backupCodes[0]!)
    await asked.getByRole('button', { name: 'Confirm' }).click()
    await expect(asked.getByRole('alert')).toContainText('used before')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await asked.getByLabel('Backup code', { exact: true }).fill(mara.backupCodes[1]!)
    await asked.getByRole('button', { name: 'Confirm' }).click()
    const secret = await account.scanNewSecret()
    stage.secrets.add('the next TOTP secret of mara', secret)
    mara = { ...mara, authenticator: new Authenticator(secret) }
    await account.confirmMove(await codeOf(stage, mara))
    await expect(strip()).toHaveCount(0)
    await new Frame(window.page).choose('Sign out')
    await signIn(stage, window.page, mara)
  })

  test('the recovery key leaves as a file, too', async () => {
    await new SettingsPage(window.page).open()
    await window.page
      .getByRole('listitem')
      .filter({ has: heading('Recovery key') })
      .getByRole('button')
      .click()
    await button('Create recovery key').click()
    await enterFreshCode(window.page, await codeOf(stage, mara))
    const dialog = window.page.getByRole('dialog', { name: 'Your recovery key' })
    const letters = dialog.getByRole('list', { name: 'Recovery key' }).getByRole('listitem')
    await expect(letters).toHaveCount(9)
    const groups = await letters.allInnerTexts()
    recoveryKey = groups.join('-')
    stage.secrets.add('the recovery key', recoveryKey, groups.join(''))
    const [download] = await Promise.all([window.page.waitForEvent('download'), dialog.getByRole('button', { name: 'Download' }).click()])
    expect(download.suggestedFilename()).toBe('gatehouse-recovery-key.txt')
    const stream = await download.createReadStream()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toContain(recoveryKey)
    await dialog.getByRole('checkbox', { name: 'I have kept it in a safe place' }).check()
    await dialog.getByRole('button', { name: 'Done' }).click()
  })

  test('whoever forgot the password of a sealed vault chooses another one with the recovery key', async () => {
    await new Frame(window.page).choose('Sign out')
    await stage.restartConsole()
    await openAgain()
    const password = 'eleven brass hinges sing low'
    stage.secrets.add('the next password of mara', password)
    await button('Forgot your password?').click()
    await expect(heading('Forgot your password?')).toBeVisible()
    await expect(window.page.getByText('npm run reset-user -- NAME')).toBeVisible()
    expect(await accessibilityFaults(window.page)).toEqual([])
    await button('Use the recovery key').click()
    await window.page.getByLabel('Name', { exact: true }).fill(mara.name)
    await window.page.getByLabel('Recovery key', { exact: true }).fill(recoveryKey.slice(0, -1))
    await window.page.getByLabel('New password', { exact: true }).fill(password)
    await button('Go on').click()
    await expect(window.page.getByRole('alert')).toContainText('has 36 letters and digits; this has 35')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await window.page.getByLabel('Recovery key', { exact: true }).fill(recoveryKey.toLowerCase())
    await button('Go on').click()
    await expect(window.page.getByText('With them your new password holds.')).toBeVisible()
    await new SignIn(window.page).giveCode(await codeOf(stage, mara))
    await new Frame(window.page).isShown()
    mara = { ...mara, password }
    await new Frame(window.page).choose('Sign out')
    await signIn(stage, window.page, mara)
  })

  test('with everything lost, the machine itself makes a code: the vault opens with it, and the authenticator is another', async () => {
    let code = ''
    await stage.restartConsole(async (dataDirectory) => {
      const { exitCode, said } = await resetUser(mara.name, dataDirectory, [recoveryKey, mara.name])
      expect(said).toContain('is entered in the log as critical')
      expect(exitCode).toBe(0)
      code = /ghi_[\w-]+/.exec(said)?.[0] ?? ''
    })
    stage.secrets.add('the code of a reset', code)
    await openAgain()
    const password = 'three lanterns under the weir'
    stage.secrets.add('the last password of mara', password)
    const invitation = new Invitation(window.page)
    await invitation.typeCode(code)
    await invitation.says('Choose a new password')
    await invitation.choosePassword(password)
    const enrolment = new FirstRun(window.page)
    await enrolment.asksForProtection()
    const secret = await enrolment.scanSecret()
    stage.secrets.add('the last TOTP secret of mara', secret)
    mara = { ...mara, password, authenticator: new Authenticator(secret) }
    await enrolment.enterCode(await codeOf(stage, mara))
    stage.secrets.add('a last backup code of mara', ...(await enrolment.readBackupCodes()))
    await enrolment.keepCodesAndGoOn()
    await new Frame(window.page).isShown()
    await new Frame(window.page).choose('Sign out')
    await signIn(stage, window.page, mara)
  })
})
