// The lock screen: who is locked and why, and the two ways out.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class LockScreen {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get refusal() {
    return this.page.getByRole('alert')
  }

  async isShown(name: string) {
    await expect(this.page.getByRole('heading', { name })).toBeVisible()
    await expect(this.page.getByRole('button', { name: 'Unlock' })).toBeVisible()
  }

  async unlock(password: string) {
    await this.page.getByLabel('Password', { exact: true }).fill(password)
    await this.page.getByRole('button', { name: 'Unlock' }).click()
  }

  async signOutInstead() {
    await this.page.getByRole('button', { name: 'Sign out instead' }).click()
  }
}
