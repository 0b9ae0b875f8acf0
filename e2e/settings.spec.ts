import { describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { Frame } from './screens/frame.ts'
import { LockScreen } from './screens/lock-screen.ts'
import { SettingsPage } from './screens/settings-page.ts'

const idle = 'Lock when idle for'

describe('settings', () => {
  const stage = setStage({ GATEHOUSE_SETTING_ACCESS_SIGN_IN_LOCK_MINUTES: '20' })
  let window: Window
  let settings: SettingsPage

  test('say where each value comes from', async () => {
    window = await stage.openWindow()
    await becomeFirstAdministrator(stage, window.page)
    settings = new SettingsPage(window.page)
    await settings.open()
    await settings.holds(idle, '30')
    await settings.holds('First lock lasts', '20')
    await expect(settings.row('First lock lasts')).toContainText(/environment/i)
  })

  test('refuse a value outside its limits, and say what they are', async () => {
    await settings.set(idle, '100000')
    await expect(settings.row(idle).getByRole('alert')).toContainText('480')
    await settings.set(idle, 'soon')
    await expect(settings.row(idle).getByRole('alert')).toBeVisible()
    await settings.field(idle).press('Escape')
    await settings.holds(idle, '30')
  })

  test('a change holds at once, stands in history and log, and can be undone', async () => {
    await settings.set(idle, '5')
    await expect(settings.changes).toHaveCount(1)
    await settings.undo(idle)
    await settings.holds(idle, '30')
    await settings.set(idle, '5')
    await expect(settings.changes).toHaveCount(3)
    await new Frame(window.page).goTo('Audit')
    const actions = await new AuditPage(window.page).actions()
    expect(actions.filter((action) => action.startsWith('setting.'))).toHaveLength(3)
  })

  test('a profile is seen before it is applied as one change, and is undone as one', async () => {
    await settings.open()
    await settings.reviewProfile('Production')
    await expect(settings.differences.filter({ hasText: idle })).toContainText('15 minutes')
    await settings.apply()
    await settings.holds(idle, '15')
    await settings.holds('Least length of a password', '14')
    await settings.undo('Profile Production')
    await settings.holds(idle, '5')
    await settings.holds('Least length of a password', '12')
  })

  test('a file with faults changes nothing and is mended in place', async () => {
    await settings.beginImport()
    await settings.compare('{\n "vault.hideAfterSeconds": 0,\n "vault.clipboardSecond": 20\n}')
    await expect(settings.dialog.getByRole('alert')).toContainText('2 faults')
    await expect(settings.dialog.getByRole('alert')).toContainText('Line 3')
    expect(await accessibilityFaults(settings.page)).toEqual([])
    await settings.compare('{\n "vault.hideAfterSeconds": 20,\n "vault.clipboardSeconds": 20\n}')
    await expect(settings.differences).toHaveCount(2)
    await settings.apply()
    await settings.holds('Hide a revealed key after', '20')
  })

  test('undo of an older change says what it would set now', async () => {
    await settings.set('A key is stale after', '100')
    await settings.holds('A key is stale after', '100')
    await expect(settings.row('A key is stale after')).toContainText('Changed here')
    await settings.set('A key is stale after', '110')
    await expect(settings.page.getByText('A key is stale after: 110 days')).toBeVisible()
    await settings.reviewUndo('A key is stale after')
    await expect(settings.differences).toContainText('180 days')
    expect(await accessibilityFaults(settings.page)).toEqual([])
    await settings.apply()
    await settings.holds('A key is stale after', '180')
  })

  test('what would drop data for good is asked first', async () => {
    const row = settings.row('Keep the audit log for')
    await row.getByRole('button', { name: 'More about' }).click()
    await expect(settings.page.getByRole('complementary', { name: 'Keep the audit log for' })).toContainText('audit.keepDays')
    await settings.set('Keep the audit log for', '30')
    await expect(row.getByRole('alert')).toContainText('deleted for good')
    expect(await accessibilityFaults(settings.page)).toEqual([])
    await row.getByRole('button', { name: 'Keep 365 days' }).click()
    await settings.holds('Keep the audit log for', '365')
    await expect(row).toContainText('Default')
  })

  test('a search finds settings by their key, and what is set in another way', async () => {
    await settings.page.getByRole('heading', { level: 1 }).click()
    await settings.search('idleLockMinutes')
    await expect(settings.field(idle)).toBeVisible()
    await expect(settings.field('First lock lasts')).toHaveCount(0)
    await settings.search('recovery key')
    await expect(settings.page.getByRole('heading', { name: 'Vault and master key' })).toBeVisible()
    await settings.search('')
    await settings.page.getByRole('button', { name: /^Changed only/ }).click()
    await expect(settings.field('First lock lasts')).toBeVisible()
    await expect(settings.field('Session ends after')).toHaveCount(0)
  })

  test('what was set takes effect: an idle window locks after five minutes', async () => {
    await stage.console.moveClock(6 * 60_000)
    await window.page.reload()
    await new LockScreen(window.page).isShown('mara')
    await expect(window.page.getByText('Locked because nobody used it')).toBeVisible()
  })
})
