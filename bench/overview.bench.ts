// Benchmark: what the page costs while Overview is open and all its charts are full, by the processor time of the browser's own processes.
import { chromium } from 'playwright'
import type { CDPSession } from 'playwright'
import { setup as buildProduct } from '../e2e/build-product.ts'
import { findBrowser } from '../e2e/find-browser.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from '../e2e/fixtures/console-process.ts'
import { becomeFirstAdministrator } from '../e2e/fixtures/person.ts'
import { Charts } from '../e2e/screens/charts.ts'
import type { Benchmark } from './figure.ts'
import { writeHour } from './written-hour.ts'

/** Seconds of processor time that the page's process has used so far. */
const pageSeconds = async (browser: CDPSession): Promise<number> => {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

const heapBytes = async (page: CDPSession): Promise<number> => {
  await page.send('HeapProfiler.collectGarbage')
  return (await page.send('Runtime.getHeapUsage')).usedSize
}

export const run: Benchmark = async ({ quick }) => {
  buildProduct()
  const seconds = quick ? 20 : 120
  const dataDirectory = makeDataDirectory()
  // The first start makes the databases, into which an hour of samples is then written.
  await (await startConsole({ dataDirectory, movableClock: false })).stop()
  writeHour(dataDirectory, Date.now())
  const [browser, gatehouse] = await Promise.all([
    chromium.launch(findBrowser().launchOptions),
    startConsole({ dataDirectory, movableClock: false }),
  ])
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' })
    const page = await context.newPage()
    await becomeFirstAdministrator({ console: gatehouse, secrets: { add: () => {}, findIn: () => [], findInFiles: () => [] } }, page)
    await new Charts(page).isDrawn('cpu')
    await page.waitForTimeout(5_000)
    const whole = await browser.newBrowserCDPSession()
    const own = await context.newCDPSession(page)
    const heapBefore = await heapBytes(own)
    const before = await pageSeconds(whole)
    const startedAt = performance.now()
    await page.waitForTimeout(seconds * 1000)
    const used = (await pageSeconds(whole)) - before
    const elapsed = (performance.now() - startedAt) / 1000
    const grown = (await heapBytes(own)) - heapBefore
    return [
      { name: 'overview.cpu', value: (used / elapsed) * 100, unit: '% of a core', goal: { atMost: 8 } },
      { name: 'overview.heap', value: heapBefore / 1e6, unit: 'MB' },
      { name: 'overview.heap_grown', value: grown / 1e6, unit: 'MB', goal: { atMost: 5 } },
    ]
  } finally {
    await browser.close()
    await gatehouse.stop()
    removeDataDirectory(dataDirectory)
  }
}
