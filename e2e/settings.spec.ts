import { describe, test } from 'vitest'
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

  test('what was set takes effect: an idle window locks after five minutes', async () => {
    await stage.console.moveClock(6 * 60_000)
    await window.page.reload()
    await new LockScreen(window.page).isShown('mara')
    await expect(window.page.getByText('Locked because nobody used it')).toBeVisible()
  })
})
