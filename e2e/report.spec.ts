import type { Download } from 'playwright'
import { describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'

const textOf = async (download: Download): Promise<string> => {
  const chunks: Buffer[] = await (await download.createReadStream()).toArray()
  await download.delete()
  return Buffer.concat(chunks).toString()
}

describe('what leaves the log', () => {
  const stage = setStage()
  let window: Window
  let audit: AuditPage

  const report = async (form: 'HTML' | 'CSV'): Promise<string> => {
    await window.page.getByRole('button', { name: 'Make a report…' }).click()
    const dialog = window.page.getByRole('dialog', { name: 'Make a report' })
    await dialog.getByRole('button', { name: form, exact: true }).click()
    expect(await accessibilityFaults(window.page)).toEqual([])
    const download = window.page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Make the report' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${form.toLowerCase()}$`))
    await expect(dialog.getByRole('status')).toContainText(`${file.suggestedFilename()} is being downloaded`)
    await dialog.getByRole('button', { name: 'Close', exact: true }).click()
    return textOf(file)
  }

  test('the statistics tell what the log adds up to, and lead to its entries', async () => {
    window = await stage.openWindow()
    await becomeFirstAdministrator(stage, window.page)
    audit = new AuditPage(window.page)
    await new Frame(window.page).goTo('Audit')
    await audit.showStatistics()
    await expect(audit.statistics).toContainText('user.created')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await audit.statistics.getByRole('link', { name: /^user\.created/ }).click()
    await expect(audit.entries).toHaveCount(1)
    await audit.showStatistics()
  })

  test('a report comes as a page and as a table, with whether the log is intact', async () => {
    const html = await report('HTML')
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).toContain('user.created')
    expect(html).not.toMatch(/<script|https?:\/\//i)
    const rows = (await report('CSV')).split('\r\n')
    expect(rows[0]).toMatch(/^part,/)
    expect(rows.find((row) => row.startsWith('action,user.created'))).toMatch(/^action,user\.created,1,1,/)
    expect(rows.find((row) => row.startsWith('integrity,'))).toContain('are as written')
  })

  test('the entries that match are exported as CSV, each once, and that is entered', async () => {
    await window.page.goto(`${stage.console.origin}/audit?action=user.created`)
    await expect(audit.entries).toHaveCount(1)
    const [head = '', ...rows] = (await textOf(await audit.exportMatching('CSV'))).trimEnd().split('\r\n')
    expect(head.split(',')).toEqual(expect.arrayContaining(['sequence', 'time', 'action', 'hash']))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain('user.created')
    await window.page.goto(`${stage.console.origin}/audit?q=exported`)
    await expect(audit.entries.filter({ hasText: 'mara' }).first()).toBeVisible()
  })
})
