// First run as a person does it: create the first administrator, protect it, keep the backup codes.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { readQrCode } from '../fixtures/read-qr-code.ts'
import { secretOf } from '../fixtures/totp.ts'

export class FirstRun {
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
    return this.page.getByLabel('2. Enter the six digits it shows')
  }
  get codes() {
    return this.page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')
  }

  async isShown() {
    await expect(this.page.getByRole('heading', { name: 'Create the first administrator' })).toBeVisible()
    await expect(this.name).toBeEditable()
  }

  async createAdministrator(name: string, password: string) {
    await this.name.fill(name)
    await this.password.fill(password)
    await this.page.getByRole('button', { name: 'Go on' }).click()
  }

  async asksForProtection() {
    await expect(this.page.getByRole('heading', { name: 'Protect your account' })).toBeVisible()
  }

  /** The secret as the camera of a phone gets it: off the screen, not from the API. */
  async scanSecret(): Promise<string> {
    await expect(this.page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
    return secretOf(readQrCode(await this.page.screenshot()))
  }

  /** The secret as text, for who types it. */
  async readSecret(): Promise<string> {
    return (await this.page.getByText(/^(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4}$/).innerText()).replaceAll(' ', '')
  }

  get notNow() {
    return this.page.getByRole('button', { name: 'Not now' })
  }
  /** Where an authenticator is not required. */
  async putOff() {
    await this.notNow.click()
  }

  async enterCode(code: string) {
    await this.code.fill(code)
  }

  async readBackupCodes(): Promise<string[]> {
    await expect(this.codes).toHaveCount(10)
    return (await this.codes.allInnerTexts()).map((text) => text.replace(/^\d+\s+/, '').trim())
  }

  async keepCodesAndGoOn() {
    await this.page.getByRole('checkbox', { name: 'I have kept them in a safe place' }).check()
    await this.page.getByRole('button', { name: 'Go to the console' }).click()
  }
}
