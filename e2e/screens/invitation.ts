// The way in of somebody who was invited: what the invitation says, and a password of one's own.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class Invitation {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  heading(text: string | RegExp) {
    return this.page.getByRole('heading', { level: 1, name: text })
  }

  async says(text: string | RegExp) {
    await expect(this.heading(text)).toBeVisible()
  }

  async typeCode(code: string) {
    await this.page.getByRole('button', { name: 'I have an invitation' }).click()
    await this.page.getByLabel('Code', { exact: true }).fill(code)
    await this.page.getByRole('button', { name: 'Go on' }).click()
  }

  async choosePassword(password: string) {
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Go on' }).click()
  }
}
