import { afterAll, beforeAll, describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { freePort, startService } from './fixtures/service.ts'
import type { Service } from './fixtures/service.ts'
import { setStage } from './fixtures/stage.ts'
import type { Window } from './fixtures/stage.ts'
import { GuardPages } from './screens/guard-pages.ts'

describe('the guard', () => {
  const stage = setStage()
  let window: Window
  let guard: GuardPages
  let service: Service
  let port: number
  let key: string

  const call = async (withKey: string | null): Promise<number> => {
    const headers: Record<string, string> = withKey === null ? {} : { authorization: `Bearer ${withKey}` }
    const answer = await fetch(`http://127.0.0.1:${port}/api/jobs?secret=kept-out`, { headers })
    await answer.arrayBuffer()
    return answer.status
  }

  beforeAll(async () => {
    service = await startService((_, answer) => answer.end('printed'))
    port = await freePort()
  })
  afterAll(() => service.stop())

  test('the overview says how to begin, and the traffic page too', async () => {
    window = await stage.openWindow()
    await becomeFirstAdministrator(stage, window.page)
    guard = new GuardPages(window.page)
    await guard.frame.goTo('Overview')
    await expect(window.page.getByRole('region', { name: 'Next steps' })).toContainText('Put a service behind the guard')
    await guard.frame.goTo('Traffic')
    await expect(window.page.getByText('No service is behind the guard yet')).toBeVisible()
    expect(await accessibilityFaults(window.page)).toEqual([])
  })

  test('a service is put behind it, and who has no key is refused and seen', async () => {
    await guard.addService({ name: 'Print API', port, target: service.url, path: '/api' })
    await guard.frame.goTo('Traffic')
    await expect.poll(() => call(null)).toBe(401)
    await expect(guard.request('Key needed').first()).toContainText('401')
    await guard.request('Key needed').first().click()
    await expect(guard.stage('identify')).toHaveAttribute('data-kind', 'stopped')
    await expect(guard.stage('forward')).toContainText('Not reached')
    expect(await accessibilityFaults(window.page)).toEqual([])
    await window.page.keyboard.press('Escape')
  })

  test('a consumer with its key is let through', async () => {
    key = await guard.addConsumer('Acme shop')
    stage.secrets.add('the key of Acme shop', key)
    await expect.poll(() => call(key)).toBe(200)
    await guard.frame.goTo('Traffic')
    const through = guard.request('Let through').first()
    await expect(through).toContainText('Acme shop')
    await through.click()
    await expect(guard.stage('forward')).toContainText('answered 200')
    await window.page.keyboard.press('Escape')
  })

  test('a limit holds, and what it refuses can be looked at alone, by an address that can be kept', async () => {
    await guard.addLimit('Each address', 3)
    await expect.poll(() => call(key)).toBe(429)
    await guard.frame.goTo('Traffic')
    await expect(guard.request('Rate limited').first()).toContainText('429')
    await window.page.getByRole('group', { name: 'Which requests' }).getByRole('button', { name: 'Refused' }).click()
    await expect(window.page).toHaveURL(/show=refused/)
    await expect(guard.request('Let through')).toHaveCount(0)
    await expect(guard.request('Key needed').first()).toBeVisible()
    await window.page.reload()
    await expect(guard.request('Rate limited').first()).toBeVisible()
    await expect(guard.request('Let through')).toHaveCount(0)
  })

  test('both refusals are in the log, and the overview shows what happens', async () => {
    await window.page.goto(`${stage.console.origin}/audit?q=refused`)
    await expect(window.page.getByText(/The guard .*refused .*key/).first()).toBeVisible()
    await expect(window.page.getByText(/The guard .*refused .*limit/).first()).toBeVisible()
    await guard.frame.goTo('Overview')
    const happening = window.page.getByRole('region', { name: 'What is happening?' })
    await expect(happening.locator('[data-cell="Refused"] [data-figure]')).toContainText('/min')
    await expect(happening.getByRole('figure')).toHaveCount(4)
    expect(await accessibilityFaults(window.page)).toEqual([])
  })

  test('stopped, it serves nobody', async () => {
    await guard.stopGuard()
    await expect(call(key)).rejects.toThrow()
  })
})
