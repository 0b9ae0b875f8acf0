// Routes, consumers, limits and traffic as a person works with them.
import type { Page } from 'playwright'
import { expect } from '../fixtures/patient-expect.ts'
import { Frame } from './frame.ts'

export class GuardPages {
  readonly page: Page
  readonly frame: Frame
  constructor(page: Page) {
    this.page = page
    this.frame = new Frame(page)
  }

  get requests() {
    return this.page.getByRole('grid', { name: 'Requests, newest first' }).locator('[data-request]')
  }
  request(outcome: string | RegExp) {
    return this.requests.filter({ hasText: outcome })
  }
  get requestPanel() {
    return this.page.getByRole('complementary', { name: 'Request' })
  }
  stage(name: string) {
    return this.requestPanel.locator(`[data-stage="${name}"]`)
  }

  get routePanel() {
    return this.page.getByRole('complementary', { name: /^Route / })
  }
  /** What holds, and where it comes from: on the open route, or on the page of the policy. */
  setting(name: string) {
    return this.page.locator(`tr[data-setting="${name}"]`)
  }
  async resetSetting(name: string) {
    await this.setting(name)
      .getByRole('button', { name: /^Reset/ })
      .click()
  }
  async openRoute(name: string) {
    await this.frame.goTo('Routes')
    await this.page.getByRole('row', { name: new RegExp(name) }).click()
    await expect(this.routePanel).toBeVisible()
  }

  /** Of a choice on the page of the policy. */
  async setDefault(tab: string, title: string, value: string) {
    await this.frame.goTo('Policy')
    await this.page.getByRole('button', { name: 'Change what every route inherits' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Change what every route inherits' })
    await dialog.getByRole('tab', { name: tab }).click()
    await dialog.getByRole('combobox', { name: title }).click()
    await this.page.getByRole('option', { name: value }).click()
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog).toHaveCount(0)
  }
  /** Of the first target of the open route. */
  async setFirstWeight(weight: string) {
    await this.page.getByRole('button', { name: 'Change targets…' }).click()
    const dialog = this.page.getByRole('dialog', { name: /^Change the targets/ })
    await dialog.getByLabel('Weight', { exact: true }).fill(weight)
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog).toHaveCount(0)
  }

  /** A service that only who has a key may call; the guard starts with it. */
  async addService({ name, port, target, path }: { name: string; port: number; target: string; path: string }) {
    await this.frame.command('Put a service behind')
    const dialog = this.page.getByRole('dialog', { name: /service/ })
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByLabel("Guard's port").fill(String(port))
    await dialog.getByLabel('Address of the service').fill(target)
    await dialog.getByLabel('Path', { exact: true }).fill(path)
    await dialog.getByRole('combobox', { name: 'Who may call' }).click()
    await this.page.getByRole('option', { name: 'Only who has a key' }).click()
    await dialog.getByRole('button', { name: 'Add and start the guard' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(this.page.getByText('Running', { exact: true })).toBeVisible()
  }

  /** The key, which is shown this once. */
  async addConsumer(name: string): Promise<string> {
    await this.frame.goTo('Consumers')
    await this.page
      .getByRole('button', { name: /^Add (a )?consumer/ })
      .first()
      .click()
    const adding = this.page.getByRole('dialog', { name: 'Add a consumer' })
    await adding.getByLabel('Name', { exact: true }).fill(name)
    await adding.getByRole('button', { name: 'Add consumer' }).click()
    await expect(adding).toHaveCount(0)
    await this.page.getByRole('button', { name: `Make a key for “${name}”` }).click()
    const dialog = this.page.getByRole('dialog', { name: /^(Make a|The) key/ })
    await dialog.getByRole('button', { name: 'Make the key' }).click()
    const shown = dialog.getByRole('textbox', { name: 'The key', exact: true })
    await expect(shown).not.toBeEmpty()
    const key = await shown.innerText()
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await expect(dialog).toHaveCount(0)
    return key
  }

  /** For each address, in any minute. */
  async addLimit(name: string, most: number) {
    await this.frame.goTo('Limits')
    await this.page
      .getByRole('button', { name: /^Add (a )?limit/ })
      .first()
      .click()
    const dialog = this.page.getByRole('dialog', { name: 'Add a limit' })
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByLabel('At most').fill(String(most))
    await dialog.getByRole('checkbox', { name: /^Dry run/ }).click()
    await dialog.getByRole('button', { name: 'Add limit' }).click()
    await expect(dialog).toHaveCount(0)
  }

  async stopGuard() {
    await this.frame.goTo('Routes')
    await this.page.getByRole('button', { name: 'Stop…' }).click()
    await this.page.getByRole('dialog', { name: 'Stop the guard?' }).getByRole('button', { name: 'Stop the guard' }).click()
    await expect(this.page.getByText('Off', { exact: true })).toBeVisible()
  }
}
