import { randomBytes } from 'node:crypto'
import { describe, test } from 'vitest'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { enterFreshCode } from './screens/fresh-code.ts'
import { SettingsPage } from './screens/settings-page.ts'
import { SignIn } from './screens/sign-in.ts'
import { VaultPage } from './screens/vault-page.ts'

describe('the master key', () => {
  const masterKey = randomBytes(32).toString('base64')
  const environment: Record<string, string> = { GATEHOUSE_MASTER_KEY: masterKey }
  const stage = setStage(environment)
  const key = `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`
  stage.secrets.add('the master key', masterKey)
  stage.secrets.add('a key of the vault', key)
  let window: Window
  let mara: Person
  let recoveryKey = ''
  const part = (name: string) => window.page.getByRole('listitem').filter({ has: window.page.getByRole('heading', { name }) })

  test('settings tell where it lies, and why it cannot lie elsewhere', async () => {
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    await new VaultPage(window.page).open()
    await new VaultPage(window.page).add({ text: key, label: 'release-bot' })
    await new SettingsPage(window.page).open()
    await expect(part('Environment of the console')).toContainText('It lies here')
    await expect(part('Key file')).toContainText('The console was not started with GATEHOUSE_MASTER_KEY_FILE.')
    await expect(part('Key file').getByRole('button')).toHaveCount(0)
  })

  test('a recovery key is shown once, and only leaves by the tick that it is kept', async () => {
    await part('Recovery key').getByRole('button').click()
    await window.page.getByRole('button', { name: 'Create recovery key', exact: true }).click()
    await enterFreshCode(window.page, await codeOf(stage, mara))
    const dialog = window.page.getByRole('dialog', { name: 'Your recovery key' })
    const letters = dialog.getByRole('list', { name: 'Recovery key' }).getByRole('listitem')
    await expect(letters).toHaveCount(9)
    const groups = await letters.allInnerTexts()
    recoveryKey = groups.join('-')
    stage.secrets.add('the recovery key', recoveryKey, groups.join(''))
    await window.page.keyboard.press('Escape')
    await expect(dialog).toBeVisible()
    await dialog.getByRole('checkbox', { name: 'I have kept it in a safe place' }).check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(part('Recovery key')).toContainText('Created')
  })

  test('a new data key seals everything anew', async () => {
    await part('Data key').getByRole('button', { name: 'Rotate data key…' }).click()
    await window.page.getByRole('button', { name: 'Rotate data key', exact: true }).click()
    await expect(window.page.getByText('The data key was rotated')).toBeVisible()
  })

  test('where the master key is lost, the vault still lists its keys and says why they wait', async () => {
    delete environment['GATEHOUSE_MASTER_KEY']
    await stage.restartConsole()
    stage.secrets.add('the token of the second link', new URL(stage.console.link).hash.slice('#t='.length))
    await window.page.goto(stage.console.link)
    await new Frame(window.page).isShown()
    const vault = new VaultPage(window.page)
    await vault.open()
    await expect(window.page.getByText('The vault cannot be opened now.')).toBeVisible()
    await expect(window.page.getByRole('button', { name: 'Add key' })).toBeDisabled()
    await vault.openKey('release-bot')
    await expect(vault.panel.getByRole('button', { name: 'Reveal…' })).toBeDisabled()
    await new Frame(window.page).choose('Sign out')
  })

  test('the recovery key opens it from the sign-in screen', async () => {
    await new SignIn(window.page).givePassword(mara.name, mara.password)
    await expect(window.page.getByText('The vault cannot be opened.')).toBeVisible()
    await window.page.getByRole('button', { name: 'Open with a recovery key' }).click()
    await window.page.getByLabel('Recovery key', { exact: true }).fill(recoveryKey.slice(0, -1))
    await window.page.getByRole('button', { name: 'Open the vault' }).click()
    await expect(window.page.getByText(/A recovery key has 36 letters and digits; this has 35/)).toBeVisible()
    await window.page.getByLabel('Recovery key', { exact: true }).fill(recoveryKey.toLowerCase().replaceAll('-', ' '))
    await window.page.getByLabel('Recovery key', { exact: true }).press('Enter')
    await expect(window.page.getByText('The vault cannot be opened.')).toHaveCount(0)
    await signIn(stage, window.page, mara)
    const vault = new VaultPage(window.page)
    await vault.open()
    await vault.openKey('release-bot')
    await vault.reveal()
    await vault.stepUp('Reveal “release-bot”?', await codeOf(stage, mara))
    await vault.shows(key)
  })

  test('it is then moved into key slots, which takes the password, and each step stands in the log', async () => {
    await new SettingsPage(window.page).open()
    await part('Key slots of the users').getByRole('button').click()
    const dialog = window.page.getByRole('dialog', { name: /Move the master key/ })
    await dialog.getByLabel('Your password', { exact: true }).fill(mara.password)
    await dialog.getByRole('button', { name: 'Move master key' }).click()
    await expect(part('Key slots of the users')).toContainText('It lies here')
    await new Frame(window.page).goTo('Audit')
    const actions = await new AuditPage(window.page).actions()
    expect(actions).toEqual(
      expect.arrayContaining(['recovery-key.created', 'data-key.rotated', 'vault.opened-with-recovery-key', 'master-key.moved']),
    )
  })
})
