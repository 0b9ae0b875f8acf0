// The vault as a person uses it: the list, one key beside it, and the dialogs that add, import, rotate and revoke.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'
import { enterFreshCode } from './fresh-code.ts'

export class VaultPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get rows() {
    return this.page.getByRole('grid', { name: 'Keys by provider' }).locator('[data-key]')
  }
  row(label: string) {
    return this.rows.filter({ has: this.page.getByText(label, { exact: true }) })
  }
  get panel() {
    return this.page.getByRole('complementary')
  }
  /** The revealed text. */
  get text() {
    return this.panel.getByRole('textbox', { name: 'The key' })
  }
  dialog(name: string | RegExp) {
    return this.page.getByRole('dialog', { name })
  }
  toast(words: string | RegExp) {
    return this.page.getByText(words).first()
  }

  async open() {
    await new Frame(this.page).goTo('Vault')
  }

  async search(words: string) {
    await this.page.keyboard.press('/')
    await this.page.getByRole('searchbox', { name: 'Search keys' }).fill(words)
  }

  async openKey(label: string) {
    await this.row(label).click()
    await expect(this.panel).toBeVisible()
    await expect(this.panel.getByText('Stored by')).toBeVisible()
  }

  async closePanel() {
    await this.panel.getByRole('button', { name: 'Close' }).click()
    await expect(this.panel).toHaveCount(0)
  }

  async add({ text, label }: { text: string; label?: string }) {
    await this.page
      .getByRole('button', { name: /^(?:Add key|Add the first key)$/ })
      .first()
      .click()
    const dialog = this.dialog('Add a key')
    await dialog.getByLabel('Key', { exact: true }).fill(text)
    await expect(dialog.getByText(/The list will show/)).toBeVisible()
    if (label !== undefined) await dialog.getByLabel('Label').fill(label)
    await dialog.getByRole('button', { name: 'Add key' }).click()
    await expect(dialog).toHaveCount(0)
  }

  /** Up to the preview. */
  async previewText(text: string) {
    await this.page.getByRole('button', { name: 'Import from .env' }).first().click()
    await this.dialog('Import keys').getByLabel('Or paste its lines').fill(text)
    await this.dialog('Import keys').getByRole('button', { name: 'Look at what I pasted' }).click()
    await expect(this.preview).toBeVisible()
  }
  get preview() {
    return this.page.getByRole('table', { name: 'What was found' })
  }
  async importChosen() {
    await this.page.getByRole('button', { name: /^Import \d+ keys?$/ }).click()
    await expect(this.preview).toHaveCount(0)
  }

  /** The dialog with the words of the act. */
  stepUp(title: string, code: string) {
    return enterFreshCode(this.page, code, title)
  }
  async reveal() {
    await this.panel.getByRole('button', { name: 'Reveal…' }).click()
  }
  async shows(text: string) {
    await expect(this.text).toHaveText(text)
  }
  async showsNothing() {
    await expect(this.text).toHaveCount(0)
  }

  async beginRotation(label: string, text: string) {
    await this.panel.getByRole('button', { name: 'Rotate…' }).click()
    await this.dialog(`Rotate “${label}”`).getByLabel('New key').fill(text)
  }
  async rotate(label: string) {
    await this.dialog(`Rotate “${label}”`).getByRole('button', { name: 'Rotate key' }).click()
  }
  async revoke(label: string) {
    await this.panel.getByRole('button', { name: 'Revoke…' }).click()
    const dialog = this.dialog(`Revoke “${label}”?`)
    await dialog.getByRole('button', { name: 'Revoke key' }).click()
    await expect(dialog).toHaveCount(0)
  }
  /** A code is entered where one is asked for. */
  async giveCheckAddress(url: string, code: () => Promise<string>) {
    const dialog = this.dialog(/^Where/)
    if (!(await dialog.isVisible())) await this.panel.getByRole('button', { name: /address…$/ }).click()
    await dialog.getByLabel('Address').fill(url)
    await dialog.getByRole('button', { name: 'Save address' }).click()
    const asked = this.page.getByLabel('Six-digit code')
    const answered = dialog.getByRole('alert').or(dialog.getByText(/private network/))
    await expect.poll(async () => (await asked.isVisible()) || (await answered.isVisible()) || !(await dialog.isVisible())).toBe(true)
    if (await asked.isVisible()) await asked.fill(await code())
  }
  async remove() {
    await this.panel.getByRole('button', { name: 'More' }).click()
    await this.page.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(this.panel).toHaveCount(0)
  }
}
