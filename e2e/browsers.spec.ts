import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { accessibilityFaults } from './fixtures/accessibility.ts'
import { expect } from './fixtures/patient-expect.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { freePort, startService } from './fixtures/service.ts'
import type { Service } from './fixtures/service.ts'
import { setStage } from './fixtures/stage.ts'
import { GuardPages } from './screens/guard-pages.ts'

describe('browsers before the guard', () => {
  const stage = setStage()
  let guard: GuardPages
  let service: Service
  let elsewhere: Service
  let own: string
  /** Of another site than the guard's own address, and named by the route. */
  let named: string
  /** Of the same site, so that cookies go along, and of another origin. */
  let neighbour: string
  let changed = 0

  beforeAll(async () => {
    elsewhere = await startService((request, answer) => {
      answer.setHeader('content-type', request.url === '/a.js' ? 'text/javascript' : 'text/html')
      answer.end(request.url === '/a.js' ? 'document.title += document.currentScript.dataset.from' : '<title>elsewhere</title>')
    })
    neighbour = elsewhere.url
    named = elsewhere.url.replace('127.0.0.1', 'localhost')
    service = await startService((request, answer) => {
      if (request.method === 'POST') changed += 1
      if (request.url === '/data') return void answer.writeHead(200, { 'content-type': 'application/json' }).end('{"from":"service"}')
      answer.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'sid=visitor; HttpOnly; SameSite=Lax' })
      answer.end(
        `<title>page</title><script src="${named}/a.js" data-from=" named"></script><script src="${neighbour}/a.js" data-from=" neighbour"></script>`,
      )
    })
    own = `http://127.0.0.1:${await freePort()}`
  })
  afterAll(() => {
    service.stop()
    elsewhere.stop()
  })

  /** Somebody with a browser of their own, on a page; what they do there is not the console's. */
  const visit = async <T>(at: string, act: (page: Page) => Promise<T>): Promise<T> => {
    const context = await stage.browser.newContext()
    try {
      const page = await context.newPage()
      await page.goto(own)
      if (at !== own) await page.goto(at)
      return await act(page)
    } finally {
      await context.close()
    }
  }
  /** A status, or that the browser kept the answer from the page. */
  const callFrom = (page: Page, path: string, options: { method?: string; token?: boolean; headers?: Record<string, string> } = {}) =>
    page.evaluate(
      async ([url, { method = 'GET', token = false, headers = {} }]) => {
        const shown: Record<string, string> = token ? { 'x-gatehouse-csrf': /gatehouse-csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '' } : {}
        return fetch(url, { method, credentials: 'include', headers: { ...headers, ...shown } }).then(
          ({ status }) => String(status),
          () => 'kept from the page',
        )
      },
      [`${own}${path}`, options] as const,
    )

  test('a route says which pages may call it and what they must show', async () => {
    const window = await stage.openWindow()
    await becomeFirstAdministrator(stage, window.page)
    guard = new GuardPages(window.page)
    const { page } = guard
    await guard.frame.command('Put a service behind')
    const adding = page.getByRole('dialog', { name: /service/ })
    await adding.getByLabel('Name', { exact: true }).fill('Shop')
    await adding.getByLabel("Guard's port").fill(new URL(own).port)
    await adding.getByLabel('Address of the service').fill(service.url)
    await adding.getByRole('button', { name: 'Add and start the guard' }).click()
    await expect(adding).toHaveCount(0)
    await guard.openRoute('Shop')
    await page.getByRole('button', { name: 'Change route…' }).click()
    const changing = page.getByRole('dialog', { name: 'Change “Shop”' })
    await changing.getByRole('tab', { name: 'Browsers' }).click()
    await changing.getByRole('combobox', { name: 'What changes something' }).click()
    await page.getByRole('option', { name: 'Comes from its own pages, with a token' }).click()
    await changing.getByRole('textbox', { name: 'Origins that may read' }).fill('null')
    await changing.getByRole('button', { name: 'Save changes' }).click()
    await expect(changing).toContainText('not an origin')
    await changing.getByRole('textbox', { name: 'Origins that may read' }).fill(named)
    await changing.getByRole('combobox', { name: 'Their cookies' }).click()
    await page.getByRole('option', { name: 'Sent along' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await changing.getByRole('button', { name: 'Save changes' }).click()
    await expect(changing).toHaveCount(0)
    await expect.poll(() => visit(own, (visitor) => callFrom(visitor, '/', { method: 'POST' })).catch(() => 'not there yet')).toBe('403')
  })

  test('what changes something comes from its own pages with their token, and from nowhere else', async () => {
    changed = 0
    expect(await visit(own, (page) => callFrom(page, '/', { method: 'POST', token: true }))).toBe('200')
    expect(changed).toBe(1)
    await visit(neighbour, async (page) => {
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        page.evaluate((url) => {
          const form = document.body.appendChild(document.createElement('form'))
          form.method = 'POST'
          form.action = url
          form.submit()
        }, own),
      ])
      expect(await answer.request().headerValue('cookie')).toContain('sid=visitor')
      expect(answer.status()).toBe(403)
    })
    expect(await visit(neighbour, (page) => callFrom(page, '/', { method: 'POST' }))).toBe('kept from the page')
    expect(changed).toBe(1)
  })

  test('a page that is named reads what it may, and any other nothing', async () => {
    await visit(named, async (page) => {
      expect(await callFrom(page, '/data')).toBe('200')
      expect(await callFrom(page, '/data', { headers: { 'content-type': 'application/json' } })).toBe('200')
      expect(await callFrom(page, '/data', { headers: { 'x-own': '1' } })).toBe('kept from the page')
      expect(await callFrom(page, '/data', { method: 'DELETE' })).toBe('kept from the page')
    })
    expect(await visit(neighbour, (page) => callFrom(page, '/data'))).toBe('kept from the page')
  })

  test('the console says the same of a page that is tried there', async () => {
    const { routePanel } = guard
    await routePanel.getByLabel('Origin of the page').fill(neighbour)
    await expect(routePanel.getByRole('status')).toContainText('the answer cannot be read')
    await routePanel.getByLabel('Origin of the page').fill(named)
    await routePanel.getByLabel('Headers that it sends').fill('x-own')
    await expect(routePanel.getByRole('status')).toContainText('a header that it wants to send is not on the list')
    await routePanel.getByLabel('Headers that it sends').fill('content-type')
    await expect(routePanel.getByRole('status')).toContainText('Yes')
  })

  test('a policy of contents is reported first, fitted by what browsers report, and then enforced', async () => {
    const { routePanel } = guard
    const titleOf = (page: Page) => page.title()
    await routePanel.getByRole('button', { name: 'Begin by reporting' }).last().click()
    const allow = routePanel.getByRole('button', { name: `Allow ${named} in script-src` })
    await expect
      .poll(async () => {
        expect(await visit(own, titleOf)).toBe('page named neighbour')
        return allow.count()
      })
      .toBe(1)
    await expect(routePanel.getByRole('img', { name: /^Grade [A-F],/ }).first()).toBeVisible()
    expect(await accessibilityFaults(guard.page)).toEqual([])
    await allow.click()
    await expect(allow).toHaveCount(0)
    await routePanel.getByRole('button', { name: 'Enforce', exact: true }).click()
    await expect.poll(() => visit(own, titleOf)).toBe('page named')
    await guard.stopGuard()
  })
})
