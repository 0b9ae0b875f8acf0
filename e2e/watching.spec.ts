import { chromium } from 'playwright'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { findBrowser } from './find-browser.ts'
import { removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import type { ConsoleProcess } from './fixtures/console-process.ts'
import { expect } from './fixtures/patient-expect.ts'
import { watchWindow } from './fixtures/watch-window.ts'
import { FirstRun } from './screens/first-run.ts'

describe('the watch over every window', () => {
  let browser: Browser
  let gatehouse: ConsoleProcess
  beforeAll(async () => {
    browser = await chromium.launch(findBrowser().launchOptions)
    gatehouse = await startConsole()
  })
  afterAll(async () => {
    await browser.close()
    await gatehouse.stop()
    removeDataDirectory(gatehouse.dataDirectory)
  })

  test('sees what the policy refuses: inline script, inline style, a foreign picture, text put in as HTML', async () => {
    const context = await browser.newContext()
    const watched = await watchWindow(context)
    const page = await context.newPage()
    await page.goto(gatehouse.link)
    await new FirstRun(page).isShown()
    expect(watched.faults).toEqual([])
    await page.evaluate(() => {
      const script = document.createElement('script')
      try {
        script.textContent = 'window.ran = true'
      } catch {
        // Trusted Types refuse it already here.
      }
      document.body.append(script)
      const style = document.createElement('style')
      style.textContent = 'body { color: red }'
      document.body.append(style)
      const picture = document.createElement('img')
      picture.src = 'http://192.0.2.1/x.png'
      document.body.append(picture)
      try {
        document.body.innerHTML = '<p>gone</p>'
      } catch {
        // So they do here.
      }
    })
    for (const directive of ['style-src', 'img-src', 'require-trusted-types-for']) {
      await expect.poll(() => watched.faults.join('\n')).toMatch(new RegExp(`The policy refused .*${directive}`))
    }
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    await new FirstRun(page).isShown()
  })

  test("sees an uncaught error and a line on the browser's console", async () => {
    const context = await browser.newContext()
    const watched = await watchWindow(context)
    const page = await context.newPage()
    await page.goto(gatehouse.origin)
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('planted')
      })
      // oxlint-disable-next-line no-console -- what the watch must see
      console.error('planted too')
    })
    await expect.poll(() => watched.faults.length).toBe(2)
  })
})
