import { chromium } from 'playwright'
import { expect, test } from 'vitest'
import { setup as buildProduct } from './build-product.ts'
import { findBrowser } from './find-browser.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from './fixtures/console-process.ts'
import { becomeFirstAdministrator } from './fixtures/person.ts'
import { createSecrets } from './fixtures/secrets.ts'
import { Charts } from './screens/charts.ts'

const minutes = 30
/** Before that the charts of a new console still fill, and code is still being compiled. */
const settlingMinutes = 10

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test('the heap of a window that shows the Overview stays flat for half an hour', async () => {
  buildProduct()
  const dataDirectory = makeDataDirectory()
  const [browser, gatehouse] = await Promise.all([chromium.launch(findBrowser().launchOptions), startConsole({ dataDirectory })])
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await becomeFirstAdministrator({ console: gatehouse, secrets: createSecrets() }, page)
    const charts = new Charts(page)
    await charts.isDrawn('cpu')
    const own = await context.newCDPSession(page)
    const heaps: number[] = []
    for (let minute = 0; minute < minutes; minute++) {
      await page.waitForTimeout(60_000)
      // Someone reads values now and then, and presses a key: else the session locks itself after half an hour.
      await page.keyboard.press('Shift')
      await charts.pointAt('cpu', 0.2 + (minute % 6) / 10)
      await page.mouse.move(0, 0)
      await own.send('HeapProfiler.collectGarbage')
      heaps.push((await own.send('Runtime.getHeapUsage')).usedSize)
    }
    const settled = heaps.slice(settlingMinutes)
    const half = Math.floor(settled.length / 2)
    const earlier = middle(settled.slice(0, half))
    const later = middle(settled.slice(half))
    process.stdout.write(
      `heap, MB by minute: ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}; later/earlier ${(later / earlier).toFixed(3)}\n`,
    )
    expect(later / earlier).toBeLessThan(1.05)
  } finally {
    await browser.close()
    await gatehouse.stop()
    removeDataDirectory(dataDirectory)
  }
})
