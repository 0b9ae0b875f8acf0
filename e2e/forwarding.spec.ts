import { randomBytes } from 'node:crypto'
import { afterAll, describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { startLogReceiver } from './fixtures/log-receiver.ts'
import type { LogReceiver } from './fixtures/log-receiver.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator, codeOf, signInElsewhere } from './fixtures/person.ts'
import type { Person } from './fixtures/person.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { AuditPage } from './screens/audit-page.ts'
import { ForwardingPage } from './screens/forwarding-page.ts'
import { Frame } from './screens/frame.ts'
import { SettingsPage } from './screens/settings-page.ts'

const inOrder = (sequences: number[]) => sequences.every((sequence, index) => index === 0 || sequence === sequences[index - 1]! + 1)

describe('forwarding', () => {
  const stage = setStage()
  const secret = `whsec_${randomBytes(24).toString('base64')}`
  stage.secrets.add('the signing secret', secret)
  let window: Window
  let mara: Person
  let receiver: LogReceiver
  let forwarding: ForwardingPage
  afterAll(() => receiver?.stop())
  const actions = () => receiver.entries().map(({ action }) => action)
  /** Something that is entered into the log. */
  const changeSetting = async (value: string) => {
    const settings = new SettingsPage(window.page)
    await settings.open()
    await settings.set('Lock when idle for', value)
    await settings.holds('Lock when idle for', value)
  }

  test('without a destination the page says what it is for', async () => {
    receiver = await startLogReceiver(secret)
    window = await stage.openWindow()
    mara = await becomeFirstAdministrator(stage, window.page)
    forwarding = new ForwardingPage(window.page)
    await forwarding.open()
    await expect(window.page.getByText('The log stays on this machine')).toBeVisible()
  })

  test('what is filled in wrongly is told at its field, before anything is sent', async () => {
    await forwarding.fillWebhook('archive', 'hooks.example.org', secret)
    await forwarding.form.getByRole('button', { name: 'Start sending' }).click()
    await expect(forwarding.form.getByRole('alert')).toContainText('beginning with https://')
    await expect(forwarding.form.getByLabel('Address')).toBeFocused()
    await forwarding.form.getByLabel('Address').fill('http://169.254.169.254/latest')
    await forwarding.form.getByRole('button', { name: 'Send a test record' }).click()
    await forwarding.enterCode(await codeOf(stage, mara))
    await expect(forwarding.form.getByRole('alert')).toContainText('credentials')
    expect(await accessibilityFaults(window.page)).toEqual([])
  })

  test('a test record says at once whether the receiver takes it', async () => {
    await forwarding.form.getByLabel('Address').fill(receiver.url)
    receiver.answerWith(401)
    await forwarding.form.getByRole('button', { name: 'Send a test record' }).click()
    await expect(forwarding.answer).toContainText('(401)')
    receiver.answerWith(204)
    await forwarding.form.getByRole('button', { name: 'Send a test record' }).click()
    await expect(forwarding.answer).toContainText('took the test record')
    expect(receiver.tests()).toBe(1)
    expect(receiver.entries()).toEqual([])
  })

  test('from the beginning everything arrives in order, signed and provable, and nothing waits', async () => {
    await forwarding.form.getByRole('button', { name: 'From the beginning' }).click()
    await forwarding.form.getByRole('button', { name: 'Start sending' }).click()
    await forwarding.isUpToDate('archive')
    expect(actions()[0]).toBe('console.started')
    expect(actions()).toContain('forwarding.created')
    await expect.poll(() => receiver.heads().length).toBeGreaterThan(0)
    await changeSetting('20')
    await expect.poll(() => actions()).toContain('setting.changed')
    await forwarding.open()
    await forwarding.isUpToDate('archive')
    expect(await accessibilityFaults(window.page)).toEqual([])
  })

  test('while the receiver is down its problem and what waits are shown; when it is back, all of it arrives', async () => {
    receiver.answerWith(500)
    const before = receiver.entries().length
    await changeSetting('25')
    await changeSetting('26')
    await forwarding.open()
    await expect(forwarding.destination('archive')).toContainText('has trouble of its own (500)')
    await expect(forwarding.destination('archive')).toContainText('2 entries, the oldest for')
    await expect(forwarding.destination('archive')).toContainText(/Next try in|It is tried now/)
    await new Frame(window.page).goTo('Settings')
    await expect(window.page.getByText('1 destination fails')).toBeVisible()
    await forwarding.open()
    expect(receiver.entries()).toHaveLength(before)
    receiver.answerWith(204)
    await window.page.getByRole('button', { name: 'Try now: archive' }).click()
    await forwarding.isUpToDate('archive')
    expect(
      receiver
        .entries()
        .slice(before)
        .map(({ action }) => action),
    ).toEqual(['setting.changed', 'setting.changed'])
  })

  test('a console that was started again goes on where it was', async () => {
    receiver.answerWith(500)
    await changeSetting('27')
    await forwarding.open()
    await expect(forwarding.destination('archive')).toContainText('1 entry, the oldest for')
    await stage.restartConsole()
    receiver.answerWith(204)
    // Its master key lies in key slots here: the secret waits until somebody signs in.
    const sequences = () => receiver.entries().map(({ sequence }) => sequence)
    const again = await stage.openWindow()
    await signInElsewhere(stage, again.page, mara)
    window = again
    forwarding = new ForwardingPage(window.page)
    await forwarding.open()
    await forwarding.isUpToDate('archive')
    expect(actions()).toContain('session.opened')
    expect(inOrder(sequences())).toBe(true)
    expect(receiver.faults).toEqual([])
  })

  test('stopped it gets nothing, deleted it is gone, and the log says both', async () => {
    await forwarding.choose('archive', 'Stop sending')
    await forwarding.enterCode(await codeOf(stage, mara))
    await expect(forwarding.destination('archive')).toContainText('Stopped')
    const before = receiver.entries().length
    await forwarding.choose('archive', 'Delete…')
    await window.page.getByRole('button', { name: 'Delete destination' }).click()
    await expect(window.page.getByText('The log stays on this machine')).toBeVisible()
    await new Frame(window.page).goTo('Audit')
    await expect
      .poll(() => new AuditPage(window.page).actions())
      .toEqual(expect.arrayContaining(['forwarding.disabled', 'forwarding.deleted']))
    expect(receiver.entries()).toHaveLength(before)
  })

  test('the palette leads there, and straight to the form', async () => {
    await new Frame(window.page).command('send the log')
    await expect(forwarding.form).toBeVisible()
    await window.page.keyboard.press('Escape')
    await expect(forwarding.form).toHaveCount(0)
  })
})
