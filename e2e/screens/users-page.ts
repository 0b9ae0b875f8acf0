// Users as an administrator sees them: the list, the open one, invitations and their codes.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'
import { enterFreshCode } from './fresh-code.ts'

export class UsersPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  get list() {
    return this.page.getByRole('grid', { name: 'Users, by name' })
  }
  row(name: string) {
    return this.list.getByRole('row').filter({ hasText: name })
  }
  panel(name: string) {
    return this.page.getByRole('complementary', { name, exact: true })
  }
  dialog(name: string | RegExp) {
    return this.page.getByRole('dialog', { name })
  }

  async open() {
    await new Frame(this.page).goTo('Users')
    await expect(this.list).toBeVisible()
  }

  async show(tab: 'Users' | 'Invitations' | 'Roles') {
    await this.page.getByRole('navigation', { name: 'Views of the users' }).getByRole('link', { name: tab }).click()
  }

  async openUser(name: string) {
    await this.row(name).click()
    await expect(this.panel(name)).toBeVisible()
  }

  /** The one dialog that asks for a fresh code. */
  stepUp(code: string) {
    return enterFreshCode(this.page, code)
  }

  async beginInvitation(name: string, role: string) {
    await this.page.getByRole('button', { name: 'Invite…' }).click()
    const dialog = this.dialog('Invite somebody')
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await this.chooseRole(role)
    await dialog.getByRole('button', { name: 'Make the invitation' }).click()
  }

  async chooseRole(role: string) {
    await this.page.getByRole('dialog').getByRole('combobox', { name: 'Role' }).click()
    await this.page.getByRole('option', { name: role, exact: true }).click()
  }

  /** What is shown once: the code, and the link that carries it. */
  async readGrant(): Promise<{ code: string; link: string }> {
    const dialog = this.dialog(/^Pass this on to/)
    const code = (await dialog.getByRole('textbox', { name: 'Code' }).innerText()).trim()
    const link = (await dialog.getByRole('textbox', { name: 'Link' }).innerText()).trim()
    await dialog.getByRole('button', { name: 'I have passed it on' }).click()
    await expect(dialog).toHaveCount(0)
    return { code, link }
  }

  async beginChangeOfRole(role: string) {
    await this.page.getByRole('button', { name: 'Change role…' }).click()
    await this.chooseRole(role)
    await this.page.getByRole('dialog').getByRole('button', { name: 'Change role', exact: true }).click()
  }
}
