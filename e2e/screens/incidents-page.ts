// The incidents as a person works on them: the list, one incident beside it, and the threat level.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'

export class IncidentsPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get rows() {
    return this.page.getByRole('grid', { name: 'Incidents, newest first' }).locator('[data-incident]')
  }
  row(title: string | RegExp) {
    return this.rows.filter({ hasText: title })
  }
  get panel() {
    return this.page.getByRole('complementary', { name: /^Incident \d+$/ })
  }
  get notes() {
    return this.panel.getByRole('list', { name: 'What became of it' }).getByRole('listitem')
  }
  get entries() {
    return this.panel.getByRole('list', { name: 'Newest entries of the incident' }).getByRole('link')
  }
  get assignee() {
    return this.panel.getByRole('combobox', { name: 'Who has the incident' })
  }
  get level() {
    return this.page.getByRole('button', { name: /^Threat level: / })
  }

  async open() {
    await new Frame(this.page).goTo('Incidents')
  }
  async show(which: 'Open' | 'Closed' | 'All') {
    await this.page.getByRole('button', { name: which, exact: true }).click()
  }
  async openIncident(title: string | RegExp) {
    await this.row(title).click()
    await expect(this.panel).toBeVisible()
    await expect(this.notes.first()).toBeVisible()
  }
  async takeIt() {
    await this.panel.getByRole('button', { name: 'Assign to me' }).click()
  }
  async note(text: string) {
    await this.panel.getByLabel('Note', { exact: true }).fill(text)
    await this.panel.getByRole('button', { name: 'Add note', exact: true }).click()
  }
  async close() {
    await this.panel.getByRole('button', { name: 'Close incident' }).click()
  }
  async isClosed() {
    await expect(this.panel.getByRole('button', { name: 'Open again' })).toBeVisible()
  }
}
