// Settings: a figure in its limits, where its value comes from, and the history with undo.
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

  async undo(title: string) {
    await this.page.getByRole('button', { name: `Undo the change of ${title}` }).click()
  }

  async holds(title: string, value: string) {
    await expect(this.field(title)).toHaveValue(value)
  }
}
