// Settings: a figure in its limits, where its value comes from, sets of values, and the history with undo.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'

export class SettingsPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  field(title: string) {
    return this.page.getByRole('textbox', { name: title })
  }
  row(title: string) {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(title, { exact: true }) })
  }
  get changes() {
    return this.page
      .getByRole('table')
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell') })
  }

  async open() {
    await new Frame(this.page).goTo('Settings')
  }

  async set(title: string, value: string) {
    await this.field(title).fill(value)
    await this.field(title).press('Enter')
  }

  /** Of a setting that is a choice. */
  async choose(title: string, label: string) {
    await this.page.getByRole('combobox', { name: title }).click()
    await this.page.getByRole('option', { name: label, exact: true }).click()
  }

  async undo(title: string) {
    await this.page.getByRole('button', { name: `Undo the change of ${title}`, exact: true }).click()
  }
  /** Of an older change: what it would set now is shown first. */
  async reviewUndo(title: string) {
    await this.page
      .getByRole('button', { name: `Undo the change of ${title}, as it would be now` })
      .last()
      .click()
  }

  get dialog() {
    return this.page.locator('[data-dialog]')
  }
  /** What the open dialog would change: titles of the settings. */
  get differences() {
    return this.dialog.getByRole('row').filter({ has: this.page.getByRole('cell') })
  }
  async reviewProfile(name: string) {
    await this.page.getByRole('button', { name: 'Profiles' }).click()
    await this.page.getByRole('menuitem', { name }).click()
  }
  async beginImport() {
    await this.page.getByRole('button', { name: 'Import…' }).click()
  }
  async compare(text: string) {
    await this.dialog.getByLabel('Text of the file').fill(text)
    await this.dialog.getByRole('button', { name: 'Compare' }).click()
  }
  async apply() {
    await this.dialog.getByRole('button', { name: /^Change \d+ setting/ }).click()
    await expect(this.dialog).toHaveCount(0)
  }
  async search(text: string) {
    await this.page.keyboard.press('/')
    await this.page.getByRole('searchbox', { name: 'Search the settings' }).fill(text)
  }

  async holds(title: string, value: string) {
    await expect(this.field(title)).toHaveValue(value)
  }
}
