import { readFile } from 'node:fs/promises'
import { describe, test } from 'vitest'
import type { Page } from 'playwright'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import { Frame } from './screens/frame.ts'

describe('dashboards, objectives and advice', () => {
  const stage = setStage()
  let page: Page
  let frame: Frame
  const titles = () => page.locator('[data-chart] h2').allInnerTexts()
  const panelMenu = async (title: string, item: string) => {
    await page.getByRole('button', { name: `More about ${title}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const boardMenu = async (item: string) => {
    await page.getByRole('button', { name: 'Dashboard', exact: true }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const pick = async (words: string) => {
    await page.getByRole('combobox', { name: 'What is measured' }).click()
    await page.getByRole('combobox', { name: 'Search: What is measured' }).fill(words)
    await page.getByRole('option').first().click()
  }

  test('a view is put together in the explorer, and its address keeps it', async () => {
    ;({ page } = await stage.openWindow())
    await becomeFirstAdministrator(stage, page)
    frame = new Frame(page)
    await frame.goTo('Dashboards')
    await page.getByRole('button', { name: 'Empty' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Night shift')
    await page.getByRole('button', { name: 'Add dashboard' }).click()
    await expect(page.getByText('“Night shift” is empty')).toBeVisible()

    await page.goto(new URL('/explore', page.url()).href)
    await pick('machine.cpu.core.used')
    await page.getByRole('combobox', { name: 'Of several' }).click()
    await page.getByRole('option', { name: 'Their mean' }).click()
    await expect(page.getByRole('figure')).toBeVisible()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.reload()
    await expect(page.getByRole('combobox', { name: 'Of several' })).toContainText('Their mean')
    await page.getByRole('button', { name: 'Add to a dashboard' }).click()
    await page.getByRole('menuitem', { name: 'Night shift' }).click()
    await page.getByLabel('Title').fill('Cores together')
    await page.getByRole('button', { name: 'Add panel' }).click()
    await expect(page.getByText('“Cores together” was added')).toBeVisible()
  })

  test('panels are added, put in another order, and taken off with the way back', async () => {
    await frame.goTo('Dashboards')
    await page.getByRole('button', { name: 'Add panel' }).click()
    await page.getByLabel('Title').fill('Memory')
    await pick('machine.memory.used')
    await expect(page.getByRole('dialog').getByRole('figure')).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Add panel' }).click()
    await expect.poll(titles).toEqual(['Cores together', 'Memory'])
    await panelMenu('Memory', 'Move earlier')
    await expect.poll(titles).toEqual(['Memory', 'Cores together'])
    await panelMenu('Memory', 'Remove')
    await expect.poll(titles).toEqual(['Cores together'])
    await page.getByRole('dialog').filter({ hasText: 'was removed' }).getByRole('button', { name: 'Undo' }).click()
    await expect.poll(titles).toEqual(['Memory', 'Cores together'])
    expect(await accessibilityFaults(page)).toEqual([])
  })

  test('a board leaves as a file, is deleted, and comes back out of the file; a wrong file is told fault by fault', async () => {
    const coming = page.waitForEvent('download')
    await boardMenu('Export')
    const file = await (await coming).path()
    await boardMenu('Delete')
    await expect(page.getByText('No dashboard yet')).toBeVisible()
    await page.getByRole('button', { name: 'Import…' }).click()
    await page.getByLabel('Or its text').fill('{"gatehouseDashboard":1,"name":"x","panels":[{"title":""}]}')
    await page.getByRole('button', { name: 'Import dashboard' }).click()
    await expect(page.getByRole('alert')).toContainText('panels[1].title')
    await expect(page.getByRole('alert')).toContainText('panels[1].view')
    await page.getByLabel('Or its text').fill(await readFile(file, 'utf8'))
    await page.getByRole('button', { name: 'Import dashboard' }).click()
    await expect.poll(titles).toEqual(['Memory', 'Cores together'])
  })

  test('an objective is added with its rule, and deleted with it', async () => {
    await frame.goTo('Objectives')
    await page.getByRole('button', { name: 'Add objective' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Up')
    await page.getByLabel('Target').fill('100')
    await page.getByRole('dialog').getByRole('button', { name: 'Add objective' }).click()
    await expect(page.getByRole('alert')).toContainText('From 50 to 99.999.')
    await page.getByLabel('Target').fill('99.9')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Add objective' }).click()
    const panel = page.getByRole('complementary', { name: 'Objective Up' })
    await expect(panel).toContainText('No requests yet')
    expect(await accessibilityFaults(page)).toEqual([])
    await panel.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete objective' }).click()
    await expect(page.getByText('Nothing is promised yet')).toBeVisible()
  })

  test('advice says of every rule how it stands', async () => {
    await page.goto(new URL('/advice', page.url()).href)
    await expect(page.getByText('Memory that runs out')).toBeVisible()
    await expect(page.getByText('Nothing to change')).toBeVisible()
    expect(await accessibilityFaults(page)).toEqual([])
  })
})
