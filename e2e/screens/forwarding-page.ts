// Forwarding: destinations with their state and lag, and the form that adds one.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'
import { enterFreshCode } from './fresh-code.ts'

export class ForwardingPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get form() {
    return this.page.getByRole('dialog', { name: 'Send the log to another place' })
  }
  /** What came of the test record. */
  get answer() {
    return this.form.getByRole('status').last()
  }
  destination(name: string) {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name }) })
  }

  async open() {
    await new Frame(this.page).goTo('Settings')
    await this.page.getByRole('button', { name: 'Open forwarding' }).click()
    await new Frame(this.page).isAt('Forwarding')
  }

  async fillWebhook(name: string, url: string, secret: string) {
    await this.page.getByRole('button', { name: 'Add destination' }).click()
    await this.form.getByRole('button', { name: 'Webhook' }).click()
    await this.form.getByLabel('Name', { exact: true }).fill(name)
    await this.form.getByLabel('Address').fill(url)
    await this.form.getByLabel('Signing secret').fill(secret)
  }

  enterCode(code: string) {
    return enterFreshCode(this.page, code)
  }

  async isUpToDate(name: string) {
    await expect(this.destination(name)).toContainText('Up to date')
    await expect(this.destination(name)).toContainText('Nothing')
  }

  async choose(name: string, item: string) {
    await this.page.getByRole('button', { name: `More about “${name}”` }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }
}
