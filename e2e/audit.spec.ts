import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { Page } from 'playwright'
import { beforeAll, describe, test } from 'vitest'
import { generateLog } from '../bench/generate-log.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, signInElsewhere } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { VaultPage } from './screens/vault-page.ts'

const minuteMs = 60_000

describe('reading the log', () => {
  const stage = setStage()
  let page: Page
  let mara: Person
  let audit: AuditPage

  const storeKey = async (label: string) => {
    const text = `sk-proj-${randomBytes(24).toString('hex')}`
    stage.secrets.add(`the key ${label}`, text)
    const vault = new VaultPage(page)
    await vault.open()
    await vault.add({ text, label })
    await expect(vault.row(label)).toBeVisible()
  }
  const marks = () => audit.hits.allTextContents()

  beforeAll(async () => {
    page = (await stage.openWindow()).page
    audit = new AuditPage(page)
    mara = await becomeFirstAdministrator(stage, page)
    await storeKey('jonas@example.com')
    await storeKey('print api at 10.20.30.40')
    await stage.console.moveClock(4 * minuteMs)
    await storeKey('the last one')
    await new Frame(page).goTo('Audit')
    await expect(audit.entries.first()).toBeVisible()
  })

  test('an address, an e-mail and a quoted phrase are found, and marked where they stand', async () => {
    await audit.search('10.20.30.40')
    await expect(audit.entries).toHaveCount(1)
    await expect.poll(marks).toEqual(['10.20.30.40'])
    await expect(audit.matches).toContainText(/^(About )?1 of \d+ entries matches$/)

    await audit.search('jonas@example.com')
    await expect(audit.entries).toHaveCount(1)
    await expect.poll(marks).toEqual(['jonas@example.com'])

    await audit.search('"print api"')
    await expect(audit.entries).toHaveCount(1)
    await expect.poll(marks).toEqual(['print', 'api'])
    await audit.entries.first().click()
    await expect(audit.panel.locator('mark').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(audit.panel).toHaveCount(0)
    await expect(audit.entries.first()).toBeFocused()
  })

  test('what stands in no column says where it stands', async () => {
    await audit.search('127.0.0.1')
    await expect(audit.entries.first()).toContainText('from 127.0.0.1')
    await expect.poll(async () => new Set(await marks())).toEqual(new Set(['127.0.0.1']))
  })

  test('signs alone are no search, and Escape clears the field, then leaves it', async () => {
    await audit.searchField.fill('"*:-')
    await expect(page.getByText('no letter or digit')).toBeVisible()
    await expect(audit.hits).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(audit.searchField).toHaveValue('')
    await expect(page).toHaveURL((url) => !url.searchParams.has('q'))
    await page.keyboard.press('Escape')
    await expect(audit.searchField).not.toBeFocused()
  })

  test('the bars brushed by keyboard narrow the list, and Back widens it again', async () => {
    const all = await audit.entries.count()
    await audit.bars.focus()
    await page.keyboard.press('ArrowLeft')
    for (let bars = 0; bars < 9; bars += 1) await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Enter')
    await expect(audit.chip('Time')).toBeVisible()
    await expect.poll(() => audit.entries.count()).toBeLessThan(all)
    await expect(audit.entries.filter({ hasText: 'the last one' })).not.toHaveCount(0)
    await expect(audit.entries.filter({ hasText: 'print api' })).toHaveCount(0)
    await page.goBack()
    await expect(audit.chip('Time')).toHaveCount(0)
    await expect(audit.entries.filter({ hasText: 'print api' })).not.toHaveCount(0)
  })

  test('the bars brushed by drag narrow it too, and a double click clears it', async () => {
    const box = await audit.bars.boundingBox()
    if (!box) throw new Error('There are no bars.')
    await page.mouse.move(box.x + 4, box.y + 20)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + 20, { steps: 4 })
    await page.mouse.up()
    await expect(audit.chip('Time')).toBeVisible()
    await expect(audit.entries.filter({ hasText: 'the last one' })).toHaveCount(0)
    await expect(audit.entries.filter({ hasText: 'print api' })).not.toHaveCount(0)
    await audit.bars.dblclick()
    await expect(audit.chip('Time')).toHaveCount(0)
  })

  test('saved filters survive a reload, stand in the palette, and are deleted with the way back', async () => {
    await audit.search('print')
    await audit.saveFilters('Print things')
    await page.getByRole('button', { name: 'Clear all' }).click()
    await expect(audit.searchField).toHaveValue('')
    await page.reload()
    await page.getByRole('button', { name: 'Saved', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Print things' }).click()
    await expect(audit.searchField).toHaveValue('print')
    await expect.poll(marks).not.toHaveLength(0)

    await new Frame(page).goTo('Overview')
    await new Frame(page).command('audit print things')
    await new Frame(page).isAt('Audit')
    await expect(audit.searchField).toHaveValue('print')

    await page.getByRole('button', { name: 'Print things' }).click()
    await page.getByRole('menuitem', { name: 'Manage saved filters…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Saved filters' })
    await dialog.getByRole('button', { name: 'Delete Print things' }).click()
    await expect(dialog.getByText('There are none left.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(dialog.getByText('Print things')).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Clear all' }).click()
  })

  test('a link to an entry opens it whatever the filters are', async () => {
    await page.goto(`${stage.console.origin}/audit?severity=critical&q=nothing&entry=1`)
    await expect(page.getByText('No entries match')).toBeVisible()
    await expect(audit.panel).toBeVisible()
    await expect(audit.panel.getByText('The filters leave this entry out of the list.')).toBeVisible()
    await audit.panel.getByRole('button', { name: 'Show what is around it' }).click()
    await expect(audit.entries.and(page.locator('[data-sequence="1"]'))).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Clear all' }).click()
  })

  test('a paused list stands still, says what waits, and loses nothing', async () => {
    const newest = () => audit.entries.first().getAttribute('data-sequence')
    await page.keyboard.press('p')
    await expect(page.getByRole('button', { name: /Go on with the live list/ })).toBeVisible()
    const before = await newest()
    const other = await stage.openWindow()
    await signInElsewhere(stage, other.page, mara)
    await expect(page.getByText(/^Paused, \d+ waits?$/)).toBeVisible()
    expect(await newest()).toBe(before)
    await page.keyboard.press('p')
    await expect(audit.entries.filter({ hasText: 'session.opened' }).first()).toBeVisible()
    await expect.poll(async () => Number(await newest())).toBeGreaterThan(Number(before))
    const shown = await audit.entries.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-sequence'))))
    expect(shown.slice(1).every((sequence, at) => sequence === shown[at]! - 1)).toBe(true)
  })

  test('it is verified in two sentences, which can be copied', async () => {
    await audit.provesItself()
    await expect(audit.verdict.getByText('Integrity')).toBeVisible()
    await expect(audit.verdict.getByText('Completeness')).toBeVisible()
    await audit.closeVerdict()
  })
})

describe('verifying a long log', () => {
  const stage = setStage()
  const entries = 60_000
  /** Incidents of a whole log are found meanwhile, on a machine that may be busy. */
  const patienceMs = 50_000
  let page: Page
  let audit: AuditPage

  beforeAll(async () => {
    await stage.restartConsole(async (directory) => {
      rmSync(directory, { recursive: true })
      await generateLog({ directory, entries, untilMs: Date.now() - minuteMs })
    })
    page = (await stage.openWindow()).page
    audit = new AuditPage(page)
    await becomeFirstAdministrator(stage, page)
    await new Frame(page).goTo('Audit')
  })

  test('it can be stopped, a window that comes back is told, and it goes on from there', async () => {
    await audit.verify()
    await page.getByRole('button', { name: 'Stop the verification' }).click()
    await expect(page.getByText(/^The verification was stopped at \d+ %/)).toBeVisible()
    await page.reload()
    await page.getByRole('button', { name: /^Go on from \d+ %$/ }).click()
    await audit.isIntact(patienceMs)
    await expect(audit.verdict).toContainText(/[6-9]\d,\d{3} entries verified/)
  })

  test('it goes on when one leaves the page, and tells of its end', async () => {
    await audit.verify()
    await new Frame(page).goTo('Overview')
    await expect(page.getByText('The log is intact')).toBeVisible({ timeout: patienceMs })
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await audit.isIntact()
  })
})
