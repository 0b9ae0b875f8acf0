// Alerts: the open ones and the past, the rules, and the contact points.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'
import { enterFreshCode } from './fresh-code.ts'

type Face = 'Open' | 'History' | 'Rules' | 'Silences' | 'Contact points' | 'Deliveries'

export class AlertsPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get bell() {
    return this.page.locator('[data-alerts-bell]')
  }
  get rows() {
    return this.page.locator('[data-row]')
  }
  row(text: string | RegExp) {
    return this.rows.filter({ hasText: text })
  }
  get panel() {
    return this.page.locator('[data-side-panel]')
  }
  get preview() {
    return this.page.getByRole('region', { name: 'Preview' })
  }
  dialog(name: string | RegExp) {
    return this.page.getByRole('dialog', { name })
  }
  contactPoint(name: string) {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name }) })
  }

  async open(face: Face = 'Open') {
    await new Frame(this.page).goTo('Alerts')
    await this.show(face)
  }

  async show(face: Face) {
    await this.page.getByRole('navigation', { name: 'Views of the alerts' }).getByRole('link', { name: face }).click()
    await expect(this.page.getByRole('link', { name: face, exact: true })).toHaveAttribute('aria-current', 'page')
  }

  enterCode(code: string) {
    return enterFreshCode(this.page, code)
  }

  /** A rule that fires as soon as the figure, taken over so many seconds, is above the line. */
  async fillRule({ name, series, line, seconds }: { name: string; series: string; line: string; seconds: string }) {
    const form = this.dialog('Add an alert rule')
    await form.getByLabel('Name', { exact: true }).fill(name)
    await form.getByLabel('Looks at').click()
    await this.page.getByRole('combobox', { name: 'Search: What is measured' }).fill(series)
    await this.page.getByRole('option', { name: series }).first().click()
    await form.getByLabel('The line').fill(line)
    await form.getByLabel('Taken over', { exact: true }).fill(seconds)
    await form.getByLabel('Taken over: unit').click()
    await this.page.getByRole('option', { name: 'seconds' }).click()
  }

  /** In the message that says what was done. */
  async undo(done: string) {
    await this.page.getByRole('dialog').filter({ hasText: done }).getByRole('button', { name: 'Undo' }).click()
  }

  async choose(name: string, item: string) {
    await this.page.getByRole('button', { name: `More about “${name}”` }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }
}
