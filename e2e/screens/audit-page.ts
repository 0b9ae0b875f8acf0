// The audit page as a person reads it: the list, one entry, and the verification.
import type { Download, Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class AuditPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get entries() {
    return this.page.getByRole('grid', { name: 'Entries of the audit log, newest first' }).locator('[data-sequence]')
  }
  get panel() {
    return this.page.getByRole('complementary', { name: /^Entry / })
  }
  /** Integrity and completeness, each with the sentence one can show an auditor. */
  get verdict() {
    return this.page.locator('[data-verdict]')
  }
  /** How many entries match, above the bars. */
  get matches() {
    return this.page.getByRole('region', { name: 'Events over time' }).getByRole('status').first()
  }
  /** The bars, which a stretch of time is chosen from. */
  get bars() {
    return this.page.getByRole('slider', { name: 'Events over time' })
  }
  get searchField() {
    return this.page.getByRole('searchbox', { name: 'Search the log' })
  }
  /** What is marked in the list. */
  get hits() {
    return this.entries.locator('mark:visible')
  }
  chip(field: string) {
    return this.page.getByRole('button', { name: new RegExp(`^${field} `) })
  }

  /** What happened, newest first, as far as it is shown. */
  async actions(): Promise<string[]> {
    await expect(this.entries.first()).toBeVisible()
    return this.entries.evaluateAll((rows) => rows.map((row) => row.querySelectorAll('[role="gridcell"]')[3]?.textContent ?? ''))
  }

  /** Opens the newest entry of that action beside the list. */
  async open(action: string) {
    await this.entries
      .filter({ has: this.page.getByText(action, { exact: true }) })
      .first()
      .click()
    await expect(this.panel).toBeVisible()
  }

  /** Types into the search field, which `/` leads to, and waits for what it finds. */
  async search(words: string) {
    await this.page.keyboard.press('/')
    await expect(this.searchField).toBeFocused()
    await this.searchField.fill(words)
    await expect(this.page).toHaveURL((url) => url.searchParams.get('q') === words)
  }

  async saveFilters(name: string) {
    await this.page.getByRole('button', { name: 'Saved', exact: true }).click()
    await this.page.getByRole('menuitem', { name: 'Save these filters…' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Save these filters' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toHaveCount(0)
  }

  get statistics() {
    return this.page.getByRole('region', { name: 'Statistics of the log' })
  }
  async showStatistics() {
    await this.page.getByRole('navigation', { name: 'Views of the log' }).getByRole('link', { name: 'Statistics' }).click()
    await expect(this.statistics).toBeVisible()
  }
  /** Where something is filtered. */
  async exportMatching(form: 'CSV' | 'NDJSON' | 'OCSF'): Promise<Download> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Export the log' })
    await dialog.getByRole('button', { name: form, exact: true }).click()
    const download = this.page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    return download
  }

  async verify() {
    await this.page.getByRole('button', { name: 'Verify', exact: true }).click()
  }

  async isIntact(patienceMs = 60_000) {
    await expect(this.verdict).toContainText('Intact.', { timeout: patienceMs })
  }

  /** Heads are signed every few seconds: verifies again until one covers the log. */
  async provesItself() {
    await expect(async () => {
      await this.verify()
      await this.isIntact()
      await expect(this.verdict).toContainText('Complete up to entry', { timeout: 100 })
    }).toPass({ timeout: 60_000, intervals: [1000] })
  }

  async isBroken(words: RegExp) {
    await expect(this.verdict).toContainText('Broken.')
    await expect(this.verdict).toContainText(words)
  }

  async closeVerdict() {
    await this.page.getByRole('button', { name: 'Close the verdict' }).click()
    await expect(this.verdict).toHaveCount(0)
  }
}
