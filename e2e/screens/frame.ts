// The frame around every page: the rail, the user's menu, the palette.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class Frame {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get rail() {
    return this.page.getByRole('navigation', { name: 'Main' })
  }
  get palette() {
    return this.page.getByRole('dialog', { name: 'Go anywhere' })
  }
  get title() {
    return this.page.getByRole('banner').getByRole('heading', { level: 1 })
  }
  get strips() {
    return this.page.getByRole('status')
  }

  /** Types what to do into the palette, and does it. */
  async command(words: string) {
    await this.page.keyboard.press('ControlOrMeta+k')
    await expect(this.palette.getByRole('combobox')).toBeFocused()
    await this.page.keyboard.type(words)
    await expect(this.palette.getByRole('option', { selected: true })).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.palette).toHaveCount(0)
  }

  /** Signed in: the console's frame stands. */
  async isShown() {
    await expect(this.rail).toBeVisible()
  }

  async isAt(title: string) {
    await expect(this.title).toHaveText(title)
  }

  async goTo(
    place:
      | 'Overview'
      | 'Traffic'
      | 'Metrics'
      | 'Objectives'
      | 'Alerts'
      | 'Incidents'
      | 'Routes'
      | 'Limits'
      | 'Consumers'
      | 'Dashboards'
      | 'Policy'
      | 'Vault'
      | 'Audit'
      | 'Users'
      | 'Backup'
      | 'API'
      | 'Settings',
  ) {
    await this.rail.getByRole('link', { name: place }).click()
    await this.isAt(place)
  }

  async choose(item: 'Account' | 'Lock' | 'Sign out') {
    await this.page.getByRole('button', { name: /: your menu$/ }).click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
  }
}
