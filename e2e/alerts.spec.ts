import { randomBytes } from 'node:crypto'
import { afterAll, describe, test } from 'vitest'
import { accessibilityFaults, colourRules } from './fixtures/accessibility.ts'
import { keepBusy } from './fixtures/busy-loop.ts'
import { startMessageReceiver } from './fixtures/message-receiver.ts'
import type { MessageReceiver } from './fixtures/message-receiver.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AlertsPage } from './screens/alerts-page.ts'
import { Frame } from './screens/frame.ts'

const mostBusyMs = 240_000
const arrives = { timeout: 60_000 }

describe('alerts', () => {
  const stage = setStage()
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  stage.secrets.add('the signing secret', secret)
  const load = new AbortController()
  let busy: Promise<void> = Promise.resolve()
  let window: Window
  let mara: Person
  let receiver: MessageReceiver
  let alerts: AlertsPage
  afterAll(async () => {
    load.abort()
    await busy
    receiver?.stop()
  })
  const ofRule = () => receiver.told().filter(({ data }) => JSON.stringify(data).includes('Everything is busy'))

  /** In both sizes, and in the other theme, which changes nothing but colours. */
  const isWell = async () => {
    expect(await accessibilityFaults(window.page)).toEqual([])
    await window.page.emulateMedia({ colorScheme: 'light' })
    expect(await accessibilityFaults(window.page, colourRules), 'light').toEqual([])
    await window.page.emulateMedia({ colorScheme: 'dark' })
    await window.page.setViewportSize({ width: 1024, height: 700 })
    expect(await accessibilityFaults(window.page), 'narrow').toEqual([])
    await window.page.setViewportSize({ width: 1440, height: 900 })
  }

  test('the bell is there, and the page says what would stand there', async () => {
    receiver = await startMessageReceiver(secret)
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    alerts = new AlertsPage(window.page)
    await alerts.open('Silences')
    await expect(window.page.getByText('Nothing is kept quiet')).toBeVisible()
    await expect(alerts.bell).toHaveAccessibleName(/^Alerts/)
    await alerts.show('Contact points')
  })

  test('a contact point on this machine is refused until that is allowed, and then takes a test', async () => {
    await window.page.getByRole('button', { name: 'Add contact point' }).click()
    const form = alerts.dialog('Add a contact point')
    await form.getByRole('button', { name: 'Webhook' }).click()
    await form.getByLabel('Name', { exact: true }).fill('On call')
    await form.getByRole('button', { name: 'Send a test' }).click()
    await expect(form.getByRole('alert')).toContainText('beginning with https://')
    await expect(form.getByLabel('Address')).toBeFocused()
    await form.getByLabel('Address').fill(receiver.url)
    await form.getByLabel('Secret that signs').fill(secret)
    await form.getByRole('button', { name: 'Send a test' }).click()
    await alerts.enterCode(await codeOf(stage, mara))
    await expect(form.getByText(/private network/i).last()).toBeVisible()
    expect(receiver.told()).toEqual([])
    await form.getByText('May reach this machine and private networks').click()
    await isWell()
    await form.getByRole('button', { name: 'Send a test' }).click()
    await expect.poll(() => receiver.told().length, arrives).toBe(1)
    await expect(form.getByRole('status').last()).not.toBeEmpty()
    await form.getByRole('button', { name: 'Add contact point' }).click()
    await expect(alerts.contactPoint('On call')).toContainText('Well')
    expect(await window.page.content()).not.toContain(secret)
  })

  test('a rule shows what it would have done before it is saved', async () => {
    await alerts.show('Rules')
    await window.page.getByRole('button', { name: 'Add rule' }).click()
    await alerts.fillRule({ name: 'Everything is busy', series: 'Processor', line: '90', seconds: '3' })
    await expect(alerts.preview.getByRole('status')).toContainText(/fired/)
    await isWell()
    await alerts.dialog('Add an alert rule').getByRole('button', { name: 'Add rule' }).click()
    await expect(alerts.row('Everything is busy')).toBeVisible()
    await alerts.row('Everything is busy').getByRole('gridcell').nth(1).click()
    await expect(alerts.panel).toContainText('Processor')
  })

  test('when the machine is really busy it fires: in the bell, on the page, and at the receiver', async () => {
    busy = keepBusy(mostBusyMs, load.signal)
    await expect(alerts.bell).toHaveAccessibleName(/fires?/, arrives)
    await expect.poll(() => ofRule().length, arrives).toBeGreaterThan(0)
    await alerts.open()
    await expect(alerts.row(/Processor.*Everything is busy/)).toBeVisible(arrives)
    await alerts.bell.click()
    await window.page
      .getByRole('list', { name: 'The newest alerts' })
      .getByRole('link', { name: /Processor/ })
      .last()
      .click()
    await expect(alerts.panel.getByRole('slider')).toBeVisible(arrives)
    expect(receiver.faults).toEqual([])
  })

  test('it is acknowledged in the console, which the receiver is told, and can be undone', async () => {
    await alerts.open()
    await alerts.row(/Everything is busy/).click()
    await alerts.panel.getByLabel('Note (optional)').fill('It is my own test.')
    await alerts.panel.getByRole('button', { name: 'Acknowledge' }).click()
    await expect(alerts.row(/Everything is busy/)).toContainText('mara', arrives)
    await expect(alerts.panel).toContainText('It is my own test.')
    await alerts.undo('is acknowledged')
    await expect(alerts.row(/Everything is busy/)).toContainText('Nobody', arrives)
    await window.page.keyboard.press('Escape')
    await window.page.keyboard.press('a')
    await expect(alerts.row(/Everything is busy/)).toContainText('mara', arrives)
    await expect.poll(() => ofRule().some(({ data }) => data.acknowledgedBy === 'mara'), arrives).toBe(true)
  })

  test('when the load ends it resolves, and the history and the deliveries tell it all', async () => {
    load.abort()
    await busy
    await expect
      .poll(() => ofRule().some(({ type }) => /resolved/.test(type)))
      .toBe(true)
      .catch(async () => {
        // This machine is kept busy by others: then the line is raised to where no load reaches.
        await alerts.open('Rules')
        await alerts.choose('Everything is busy', 'Change…')
        await alerts
          .dialog(/^Change/)
          .getByLabel('The line')
          .fill('101')
        await alerts
          .dialog(/^Change/)
          .getByRole('button', { name: 'Save changes' })
          .click()
        await expect.poll(() => ofRule().some(({ type }) => /resolved/.test(type)), arrives).toBe(true)
      })
    await alerts.open('History')
    await alerts
      .row(/Everything is busy/)
      .first()
      .click()
    await expect(alerts.panel).toContainText('Resolved')
    await isWell()
    await alerts.panel.getByRole('link', { name: 'Whom it was told' }).click()
    await expect(alerts.row('On call').first()).toContainText('Delivered')
    await isWell()
    expect(new Set(ofRule().map(({ data }) => data.dedupKey)).size).toBe(1)
  })

  test('a deleted rule comes back with one press', async () => {
    await alerts.open('Rules')
    await alerts.choose('Everything is busy', 'Delete')
    await expect(alerts.row('Everything is busy')).toHaveCount(0)
    await alerts.undo('was deleted')
    await expect(alerts.row('Everything is busy')).toBeVisible()
  })

  test('the overview tells the open alerts beside the health', async () => {
    await new Frame(window.page).goTo('Overview')
    await expect(window.page.locator('[data-alert-line]')).toContainText(/open alert/)
  })
})
