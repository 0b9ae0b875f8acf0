import { afterAll, beforeAll, describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { freePort, startService } from './fixtures/service.ts'
import type { Service } from './fixtures/service.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { GuardPages } from './screens/guard-pages.ts'

describe('the policy of the guard', () => {
  const stage = setStage()
  let window: Window
  let guard: GuardPages
  let services: Service[]
  let port: number
  const answeredBy: string[] = []

  const call = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/jobs`)
    await answer.arrayBuffer()
    return answer
  }
  const status = async () => (await call()).status

  beforeAll(async () => {
    port = await freePort()
    services = await Promise.all(
      ['first', 'second'].map((name) =>
        startService((_, answer) => {
          answeredBy.push(name)
          answer.end(name)
        }),
      ),
    )
  })
  afterAll(() => services.forEach(({ stop }) => stop()))

  test('what a route sets itself is inherited again at one press', async () => {
    window = await stage.openWindow()
    await becomeFirstAdministrator(stage, window.page)
    guard = new GuardPages(window.page)
    await guard.addService({ name: 'Print API', port, target: services.map(({ url }) => url).join(' '), path: '/api' })
    await expect.poll(status).toBe(401)
    await guard.openRoute('Print API')
    await expect(guard.setting('identity')).toContainText('This route')
    await guard.resetSetting('identity')
    await expect(guard.setting('identity')).toContainText('Everybody, without a key')
    await expect(guard.setting('identity')).toContainText('Built in')
    await expect.poll(status).toBe(200)
  })

  test('a default holds on the route, which tells where it comes from, and in a request', async () => {
    expect((await call()).headers.get('server-timing')).toBeNull()
    await guard.setDefault('Answer', 'Timing told to', 'Everybody')
    await expect(guard.setting('serverTiming')).toContainText('Defaults')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await guard.openRoute('Print API')
    await expect(guard.setting('serverTiming')).toContainText('Everybody')
    await expect(guard.setting('serverTiming')).toContainText('Defaults')
    await expect.poll(async () => (await call()).headers.get('server-timing')).toContain('forward;dur=')
  })

  test('a target of three times the weight gets three times as much', async () => {
    await guard.setFirstWeight('3')
    await expect(guard.routePanel).toContainText('weight 3')
    const shares = async () => {
      answeredBy.length = 0
      for (let at = 0; at < 8; at++) await call()
      return answeredBy.filter((name) => name === 'first').length
    }
    await expect.poll(shares).toBe(6)
  })

  test('what is refused is told at its field, on whichever tab it stands, and nothing typed is lost', async () => {
    await window.page.getByRole('button', { name: 'Change route…' }).click()
    const dialog = window.page.getByRole('dialog', { name: 'Change “Print API”' })
    await dialog.getByRole('tab', { name: 'Time and size' }).click()
    await dialog.getByRole('textbox', { name: 'Wait for an answer' }).fill('soon')
    await dialog.getByRole('tab', { name: 'Request', exact: true }).click()
    await dialog.getByRole('textbox', { name: 'Headers put in' }).fill('x-env: prod')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog.getByRole('textbox', { name: 'Wait for an answer' })).toBeFocused()
    await expect(dialog.getByRole('alert')).toHaveText('A number from 0.01 to 600.')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await dialog.getByRole('textbox', { name: 'Wait for an answer' }).fill('5')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(guard.setting('answerTimeoutMs')).toContainText('5 s')
    await expect(guard.setting('setRequestHeaders')).toContainText('x-env')
  })

  test('what is changed elsewhere while a form is open is told before it is written over', async () => {
    await window.page.getByRole('button', { name: 'Change route…' }).click()
    const dialog = window.page.getByRole('dialog', { name: 'Change “Print API”' })
    await expect(dialog).toBeVisible()
    const tab = await window.context.newPage()
    await tab.goto(`${stage.console.origin}/routes?route=print-api`)
    await new GuardPages(tab).resetSetting('answerTimeoutMs')
    await expect(dialog.getByRole('alert')).toContainText('It was changed elsewhere')
    await tab.close()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(guard.setting('answerTimeoutMs')).toContainText('30 s')
  })

  test('a guard that is off while a route waits for it says so on every page, and is started there', async () => {
    await guard.stopGuard()
    await guard.frame.goTo('Overview')
    const strip = guard.frame.strips.filter({ hasText: 'The guard is off.' })
    await expect(strip).toContainText('1 route serves nobody')
    await strip.getByRole('button', { name: 'Start the guard' }).click()
    await expect(strip).toHaveCount(0)
    await expect.poll(() => status().catch(() => 0)).toBe(200)
    await guard.stopGuard()
  })
})
