// Signing in as a person does it: name and password, then a code or a backup code.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'

export class SignIn {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get name() {
    return this.page.getByLabel('Name', { exact: true })
  }
  get password() {
    return this.page.getByLabel('Password', { exact: true })
  }
  get code() {
    return this.page.getByLabel('Six-digit code')
  }
  get backupCode() {
    return this.page.getByLabel('Backup code', { exact: true })
  }
  /** The sentence that says why it was refused. */
  get refusal() {
    return this.page.getByRole('alert')
  }
  get submit() {
    return this.page.getByRole('button', { name: 'Sign in', exact: true })
  }

  async isShown() {
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  }

  async givePassword(name: string, password: string) {
    await this.name.fill(name)
    await this.password.fill(password)
    await this.submit.click()
  }

  async asksForCode() {
    await expect(this.page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
  }

  async asksForBackupCode() {
    await expect(this.page.getByRole('heading', { name: 'Enter a backup code' })).toBeVisible()
  }

  async giveCode(code: string) {
    await this.code.fill(code)
  }

  async giveBackupCode(code: string) {
    await this.backupCode.fill(code)
    await this.submit.click()
  }

  async useBackupCodeInstead() {
    await this.page.getByRole('button', { name: 'Use a backup code instead' }).click()
  }
}
