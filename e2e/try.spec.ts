import { afterAll, beforeAll, describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { freePort, startService } from './fixtures/service.ts'
import type { Service } from './fixtures/service.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { GuardPages } from './screens/guard-pages.ts'

describe('trying a request', () => {
  const stage = setStage()
  let window: Window
  let guard: GuardPages
  let service: Service
  let arrived = 0
  const dialog = (name = 'Try a request') => window.page.getByRole('dialog', { name, exact: true })
  const stageOf = (name: string) => dialog().locator(`[data-stage="${name}"]`)

  beforeAll(async () => {
    service = await startService((_, answer) => {
      arrived += 1
      answer.end('printed')
    })
  })
  afterAll(() => service.stop())

  test('by keyboard one asks what is decided, and nothing reaches the service', async () => {
    window = await stage.openWindow()
    const { page } = window
    await becomeFirstAdministrator(stage, page)
    guard = new GuardPages(page)
    await guard.addService({ name: 'Print API', port: await freePort(), target: service.url, path: '/api' })
    await guard.addConsumer('Acme shop')
    await guard.frame.goTo('Routes')
    await page.getByRole('button', { name: 'Try a request…' }).click()
    await expect(dialog().getByLabel('Path')).toBeFocused()
    await page.keyboard.type('api/print')
    await page.keyboard.press('Enter')
    await expect(stageOf('identify')).toHaveAttribute('data-kind', 'stopped')
    await expect(stageOf('forward')).toContainText('Not reached')
    await dialog().getByRole('combobox', { name: 'As' }).click()
    await page.getByRole('option', { name: /Acme shop/ }).click()
    await dialog().getByRole('button', { name: 'Decide only' }).click()
    await expect(stageOf('identify')).toContainText('Acme shop')
    await expect(stageOf('forward')).toContainText(`Would go to ${service.url}`)
    expect(arrived).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
  })

  test('what is sent is answered, and is in Traffic with who tried it, from where it is tried again', async () => {
    const { page } = window
    await dialog().getByRole('button', { name: 'Send it' }).click()
    await expect(dialog()).toContainText('Answered 200')
    await expect(dialog()).toContainText('printed')
    expect(arrived).toBe(1)
    await page.keyboard.press('Escape')
    await guard.frame.goTo('Traffic')
    await guard.request('Let through').first().click()
    await expect(guard.requestPanel).toContainText('Tried by')
    await guard.requestPanel.getByRole('link', { name: 'Try it again' }).click()
    await expect(dialog()).toContainText('Filled in from its record')
    await expect(dialog().getByRole('combobox', { name: 'As' })).toContainText('Acme shop')
    await page.keyboard.press('Escape')
  })

  test('a change is tried before it is saved, and Esc leads back to it with all that was typed', async () => {
    const { page } = window
    await guard.openRoute('Print API')
    await page.getByRole('button', { name: 'Change route…' }).click()
    const change = page.getByRole('dialog', { name: 'Change “Print API”' })
    await change.getByLabel('Methods').fill('POST')
    await change.getByRole('button', { name: 'Try with this…' }).click()
    const tried = dialog('Try a request with this change')
    await tried.getByRole('combobox', { name: 'Method' }).click()
    await page.getByRole('option', { name: 'GET', exact: true }).click()
    await tried.getByRole('button', { name: 'Decide only' }).click()
    await expect(tried.getByRole('table')).toContainText('Stopped at admit')
    await expect(tried).toContainText('takes only POST')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(tried).toHaveCount(0)
    await expect(change.getByLabel('Methods')).toHaveValue('POST')
    expect(arrived).toBe(1)
  })

  test('where the guard is off it says so, and loses nothing that was typed', async () => {
    const { page } = window
    await page.keyboard.press('Escape')
    await guard.stopGuard()
    await page.getByRole('button', { name: 'Try a request…' }).click()
    await dialog().getByLabel('Path').fill('/api/print')
    await page.keyboard.press('Enter')
    await expect(dialog().getByRole('alert')).toContainText('The guard does not run')
    await expect(dialog().getByLabel('Path')).toHaveValue('/api/print')
  })
})
