// Backups as a person keeps them: made and downloaded here, chosen, opened, looked at and restored there.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class BackupPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get rows() {
    return this.page.getByRole('table', { name: 'Kept backups' }).locator('tbody tr')
  }
  dialog(name: string | RegExp) {
    return this.page.getByRole('dialog', { name })
  }

  async open() {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Backup' }).click()
    await expect(this.page.getByRole('heading', { name: 'Backups', exact: true })).toBeVisible()
  }

  async fillIn(passphrase: string, repeated = passphrase) {
    const dialog = this.dialog('Back up now')
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await dialog.getByLabel('Passphrase once more').fill(repeated)
  }
  async makeIt() {
    await this.dialog('Back up now').getByRole('button', { name: 'Back up', exact: true }).click()
  }
  async wasMade() {
    await expect(this.page.getByText('The backup was made.')).toBeVisible()
  }

  /** The file as it was saved, and its bytes. */
  async download(): Promise<{ path: string; name: string; bytes: Buffer }> {
    const downloading = this.page.waitForEvent('download')
    await this.page.getByRole('button', { name: 'Download', exact: true }).click()
    const file = await downloading
    const path = await file.path()
    return { path, name: file.suggestedFilename(), bytes: readFileSync(path) }
  }

  /** The steps of a restore, here or at first run. */
  async bring(file: string | { name: string; mimeType: string; buffer: Buffer }) {
    await this.page.locator('input[type=file]').setInputFiles(file)
    await this.isAt('Open the backup')
  }
  async isAt(title: string) {
    await expect(this.page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
  }
  get passphrase() {
    return this.page.getByLabel('Passphrase of the backup')
  }
  async openWith(passphrase: string) {
    await this.passphrase.fill(passphrase)
    await this.page.getByRole('button', { name: 'Open and check it' }).click()
  }
  line(name: string) {
    return this.page
      .getByRole('table', { name: 'What is replaced' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name }) })
  }
}
