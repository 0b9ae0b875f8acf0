import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Page } from 'playwright'
import { accessibilityFaults, colourRules } from './fixtures/accessibility.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import type { ConsoleProcess } from './fixtures/console-process.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signIn } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { BackupPage } from './screens/backup-page.ts'
import { FirstRun } from './screens/first-run.ts'
import { Frame } from './screens/frame.ts'
import { VaultPage } from './screens/vault-page.ts'

const passphrase = 'nine slow herons under glass'

const isWell = async (page: Page) => {
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await accessibilityFaults(page), 'light').toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await accessibilityFaults(page, colourRules), 'dark').toEqual([])
}

describe('a backup', () => {
  const stage = setStage()
  const key = `ghp_${randomBytes(27).toString('base64url').replace(/[-_]/g, 'x')}`
  stage.secrets.add('a key of the vault', key)
  stage.secrets.add('the passphrase of the backup', passphrase)
  /** The new machine: nobody was ever there. */
  let there: ConsoleProcess
  let page: Page
  let mara: Person
  let file: { path: string; name: string; bytes: Buffer }

  beforeAll(async () => {
    there = await startConsole({ dataDirectory: makeDataDirectory() })
  })
  afterAll(async () => {
    const faults = stage.secrets.findInFiles(there.dataDirectory)
    faults.push(...stage.secrets.findIn('The output of the other console', there.output().replace(/#t=\S+/g, '')))
    const code = await there.stop()
    removeDataDirectory(there.dataDirectory)
    expect(faults).toEqual([])
    expect(code).toBe(0)
  })

  test('is made under a passphrase that is typed twice and not guessed at once', async () => {
    page = (await stage.openWindow()).page
    mara = await becomeFirstAdministrator(stage, page)
    await new VaultPage(page).open()
    await new VaultPage(page).add({ text: key, label: 'release-bot' })
    const backup = new BackupPage(page)
    await backup.open()
    await expect(page.getByText('No backup is kept yet')).toBeVisible()
    await isWell(page)
    await page.getByRole('button', { name: 'Back up to move…' }).click()
    await expect(backup.dialog('Back up now').getByRole('checkbox', { name: 'With the audit log' })).toBeChecked()
    await backup.fillIn('short', 'shorter')
    await backup.makeIt()
    await expect(backup.dialog('Back up now').getByRole('alert')).toHaveText('The two are not the same.')
    await backup.fillIn('short')
    await backup.makeIt()
    await expect(backup.dialog('Back up now').getByRole('alert')).toContainText('At least 12 characters')
    await isWell(page)
    await backup.fillIn(passphrase)
    await backup.makeIt()
    await new VaultPage(page).stepUp('Make this backup?', await codeOf(stage, mara))
    await backup.wasMade()
    await expect(backup.rows).toHaveCount(1)
    await expect(backup.rows.first()).toContainText('With the log')
    await isWell(page)
  })

  test('is downloaded, and tells nothing to who has the file alone', async () => {
    file = await new BackupPage(page).download()
    expect(file.name).toMatch(/^gatehouse-[\w-]+\.ghb$/)
    expect(stage.secrets.findIn('The backup', file.bytes)).toEqual([])
    expect(file.bytes.includes(Buffer.from('release-bot'))).toBe(false)
  })

  test('is verified here, and the page says so', async () => {
    const backup = new BackupPage(page)
    await page.getByRole('button', { name: /^More about gatehouse-/ }).click()
    await page.getByRole('menuitem', { name: 'Verify…' }).click()
    await backup
      .dialog(/^Verify /)
      .getByRole('button', { name: 'Passphrase', exact: true })
      .click()
    await backup
      .dialog(/^Verify /)
      .getByLabel('Passphrase of the backup')
      .fill('nine slow herons')
    await backup
      .dialog(/^Verify /)
      .getByRole('button', { name: 'Verify', exact: true })
      .click()
    await expect(backup.dialog(/^Verify /).getByRole('alert')).toContainText('does not open')
    await backup
      .dialog(/^Verify /)
      .getByLabel('Passphrase of the backup')
      .fill(passphrase)
    await backup
      .dialog(/^Verify /)
      .getByRole('button', { name: 'Verify', exact: true })
      .click()
    await expect(page.getByText('It is whole: every part was read and checked')).toBeVisible()
  })

  test('is refused on a new machine where it is cut or the passphrase is wrong, and nothing is lost by that', async () => {
    page = (await stage.openWindow()).page
    stage.secrets.add('the token of the link there', new URL(there.link).hash.slice('#t='.length))
    await page.goto(there.link)
    await new FirstRun(page).isShown()
    await page.getByRole('button', { name: 'Restore from a backup' }).click()
    const backup = new BackupPage(page)
    await backup.isAt('Restore from a backup')
    await isWell(page)
    await backup.bring({ name: 'cut.ghb', mimeType: 'application/octet-stream', buffer: file.bytes.subarray(0, -100) })
    await backup.openWith(passphrase)
    await expect(page.getByRole('alert')).toContainText(/cut off|damaged/)
    await page.getByRole('button', { name: 'Choose another' }).click()
    await backup.bring(file.path)
    await backup.openWith('nine slow herons')
    await expect(page.getByRole('alert')).toContainText('does not open')
    await isWell(page)
  })

  test('is looked at before it is restored, and then the console asks for a sign-in as before', async () => {
    const backup = new BackupPage(page)
    await backup.openWith(passphrase)
    await backup.isAt('Look at what it brings')
    await expect(backup.line('Users')).toContainText('mara (admin)')
    await expect(backup.line('Keys in the vault')).toContainText('1')
    await isWell(page)
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(page.getByText(/^The backup of .* was restored\./)).toBeVisible()
    await signIn({ console: there, secrets: stage.secrets }, page, mara)
  })

  test('brought the same key, and a log that is proved', async () => {
    const scene = { console: there, secrets: stage.secrets }
    const vault = new VaultPage(page)
    await vault.open()
    await vault.openKey('release-bot')
    await vault.reveal()
    await vault.stepUp('Reveal “release-bot”?', await codeOf(scene, mara))
    await vault.shows(key)
    await new BackupPage(page).open()
    await expect(page.getByText(/^A backup of .* was restored at first run/)).toBeVisible()
    await new Frame(page).goTo('Audit')
    const audit = new AuditPage(page)
    expect(await audit.actions()).toEqual(expect.arrayContaining(['backup.restored', 'user.created']))
    await audit.provesItself()
  })

  test('replaces what stands here only after it was read, confirmed, and a fresh code entered', async () => {
    const scene = { console: there, secrets: stage.secrets }
    const vault = new VaultPage(page)
    await vault.open()
    await vault.openKey('release-bot')
    await vault.remove()
    const backup = new BackupPage(page)
    await backup.open()
    await page.getByRole('button', { name: 'Restore…' }).click()
    await backup.bring(file.path)
    await page.getByRole('button', { name: 'Passphrase', exact: true }).click()
    await backup.openWith(passphrase)
    await backup.isAt('Look at what it brings')
    await isWell(page)
    const replace = page.getByRole('button', { name: 'Replace everything here' })
    await expect(replace).toBeDisabled()
    await page.getByRole('checkbox', { name: 'I have read what is replaced' }).check()
    await there.moveClock(6 * 60_000)
    await replace.click()
    await vault.stepUp('Replace everything here?', await codeOf(scene, mara))
    await expect(page.getByText(/^The backup of .* was restored\./)).toBeVisible()
    await signIn(scene, page, mara)
    await vault.open()
    await expect(vault.row('release-bot')).toHaveCount(1)
  })
})
