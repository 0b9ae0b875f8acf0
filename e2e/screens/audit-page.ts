// The audit page as a person reads it: the list, one entry, and the verification.
import type { Page } from 'playwright'
import { expect } from 'playwright/test'

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
  /** The sentence one can show an auditor. */
  get verdict() {
    return this.page.getByText(/^(?:Intact|Broken)\. /)
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

  async verify() {
    await this.page.getByRole('button', { name: 'Verify', exact: true }).click()
  }

  async isIntact() {
    await expect(this.verdict).toContainText('Intact.', { timeout: 20_000 })
  }

  /** Heads are signed every few seconds: verifies again until one covers the log. */
  async provesItself() {
    await expect(async () => {
      await this.verify()
      await this.isIntact()
      await expect(this.verdict).toContainText('covered by the head signed on', { timeout: 100 })
    }).toPass({ timeout: 20_000, intervals: [1000] })
  }

  async isBroken(words: RegExp) {
    await expect(this.verdict).toContainText('Broken.', { timeout: 20_000 })
    await expect(this.verdict).toContainText(words)
  }

  async closeVerdict() {
    await this.page.getByRole('button', { name: 'Close the verdict' }).click()
    await expect(this.verdict).toHaveCount(0)
  }
}
