// Benchmark: from the command to a console that can be used, and what it then weighs.
import { spawnSync } from 'node:child_process'
import { chromium } from 'playwright'
import { setup as buildProduct } from '../e2e/build-product.ts'
import { findBrowser } from '../e2e/find-browser.ts'
import { makeDataDirectory, removeDataDirectory, startConsole } from '../e2e/fixtures/console-process.ts'
import { FirstRun } from '../e2e/screens/first-run.ts'
import { median } from './figure.ts'
import type { Benchmark } from './figure.ts'
import { residentMegabytes } from './resident-memory.ts'

const bareNodeMs = () => {
  const startedAt = performance.now()
  spawnSync(process.execPath, ['-e', '0'])
  return performance.now() - startedAt
}

export const run: Benchmark = async ({ quick }) => {
  buildProduct()
  const rounds = quick ? 2 : 5
  const browser = await chromium.launch(findBrowser().launchOptions)
  const listening: number[] = []
  const drawn: number[] = []
  const memory: number[] = []
  const node: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      node.push(bareNodeMs())
      const dataDirectory = makeDataDirectory()
      const gatehouse = await startConsole({ dataDirectory, movableClock: false })
      try {
        listening.push(gatehouse.listeningAfterMs)
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
        const page = await context.newPage()
        const startedAt = performance.now()
        await page.goto(gatehouse.link, { waitUntil: 'commit' })
        await new FirstRun(page).isShown()
        drawn.push(performance.now() - startedAt)
        memory.push(residentMegabytes(gatehouse.pid))
        await context.close()
      } finally {
        await gatehouse.stop()
        removeDataDirectory(dataDirectory)
      }
    }
  } finally {
    await browser.close()
  }
  return [
    { name: 'start.listening', value: median(listening), unit: 'ms', baseline: median(node), goal: { atMost: 500 } },
    { name: 'start.drawn', value: median(drawn), unit: 'ms', goal: { atMost: 500 } },
    { name: 'start.memory', value: median(memory), unit: 'MB', goal: { atMost: 120 } },
  ]
}
