// One's own account: password, authenticator, backup codes and sessions.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { readQrCode } from '../fixtures/read-qr-code.ts'
import { secretOf } from '../fixtures/totp.ts'
import { Frame } from './frame.ts'
import { enterFreshCode } from './fresh-code.ts'

export class AccountPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  dialog(name: string) {
    return this.page.getByRole('dialog', { name })
  }
  get sessions() {
    return this.page
      .getByRole('table')
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell') })
  }

  async open() {
    await new Frame(this.page).choose('Account')
    await new Frame(this.page).isAt('Account')
    await expect(this.sessions.first()).toBeVisible()
  }

  async changePassword(current: string, next: string) {
    await this.page.getByRole('button', { name: 'Change password…' }).click()
    const dialog = this.dialog('Change your password')
    await dialog.getByLabel('Current password', { exact: true }).fill(current)
    await dialog.getByLabel('New password', { exact: true }).fill(next)
    await dialog.getByRole('button', { name: 'Change password' }).click()
  }

  async beginToken() {
    await this.page.getByRole('button', { name: 'Make a token…' }).click()
  }
  async readToken(name: string): Promise<string> {
    const token = this.dialog(`The token “${name}”`).getByRole('textbox', { name: 'Access token' })
    await expect(token).toHaveText(/^gatehouse_pat_[\w-]{51}$/)
    return token.innerText()
  }
  async keepToken(name: string) {
    await this.dialog(`The token “${name}”`).getByRole('button', { name: 'I have kept it' }).click()
    await expect(this.dialog(`The token “${name}”`)).toHaveCount(0)
  }

  /** The one dialog that asks for a fresh code. */
  stepUp(code: string) {
    return enterFreshCode(this.page, code)
  }

  async beginMove() {
    await this.page.getByRole('button', { name: 'Move to another…' }).click()
    await this.dialog('Move to another authenticator?').getByRole('button', { name: 'Move to another' }).click()
  }

  async scanNewSecret(): Promise<string> {
    await expect(this.dialog('Set up the new authenticator')).toBeVisible()
    return secretOf(readQrCode(await this.page.screenshot()))
  }

  async confirmMove(code: string) {
    await this.page.getByLabel('2. Enter the six digits it shows').fill(code)
    await expect(this.dialog('Set up the new authenticator')).toHaveCount(0)
  }

  async beginNewCodes() {
    await this.page.getByRole('button', { name: 'Replace backup codes…' }).click()
    await this.dialog('Replace your backup codes?').getByRole('button', { name: 'Replace backup codes' }).click()
  }

  async readNewCodes(): Promise<string[]> {
    const dialog = this.dialog('Your new backup codes')
    const codes = dialog.getByRole('list', { name: 'Backup codes' }).getByRole('listitem')
    await expect(codes).toHaveCount(10)
    const texts = (await codes.allInnerTexts()).map((text) => text.replace(/^\d+\s+/, '').trim())
    await dialog.getByRole('checkbox', { name: 'I have kept them in a safe place' }).check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    return texts
  }
}
